/** A template that does not parse or cannot be carried out; the message has the form of Go's text/template. */
export class TemplateError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'TemplateError';
  }
}
