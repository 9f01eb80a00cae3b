import type { Labels } from '../../model/labels.ts';
import { executeTemplate } from './execute.ts';
import type { ParsedTemplate } from './nodes.ts';
import { parseTemplate } from './parse.ts';
import { ALERT_PREAMBLE } from './preamble.ts';
import type { TemplateQuery } from './template-context.ts';
import { GoStruct } from './value.ts';

export interface AlertTemplateData {
  /** Labels of the element of the expression's answer, its name included. */
  labels: Labels;
  value: number;
  externalLabels: Labels;
  externalUrl: string;
  timeMs: number;
  query: TemplateQuery;
}

/** A label or annotation of an alerting rule; texts without an action are only copied. */
export class AlertTemplate {
  private readonly text: string;
  private readonly name: string;
  private readonly parsed: ParsedTemplate | undefined;

  /** @throws TemplateError */
  constructor(alertName: string, text: string) {
    this.text = text;
    this.name = `__alert_${alertName}`;
    this.parsed = text.includes('{{') ? parseTemplate(ALERT_PREAMBLE + text, this.name) : undefined;
  }

  /**
   * The text for one alert. A template that fails gives its error as text, as in Prometheus, so that the alert still goes out.
   */
  async expand(data: AlertTemplateData, onError: (error: Error) => void): Promise<string> {
    if (!this.parsed) return this.text;
    const dot = new GoStruct(
      'struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value interface {} }',
      {
        Labels: data.labels.toMap(),
        ExternalLabels: data.externalLabels.toMap(),
        ExternalURL: data.externalUrl,
        Value: data.value,
      },
    );
    try {
      return await executeTemplate(this.parsed, {
        data: dot,
        timeMs: data.timeMs,
        query: data.query,
        externalUrl: data.externalUrl,
      });
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      onError(reason);
      return `<error expanding template: error executing template ${this.name}: ${reason.message}>`;
    }
  }
}
