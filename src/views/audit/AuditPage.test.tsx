import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import * as fc from 'fast-check';
import type { AuditRecord } from '@observatory/protocol/control';
import { fakeViewHost } from '../host/testing/fake-view-host.ts';
import { ViewHostProvider, type ViewHost } from '../host/ViewHost.ts';
import { allRecords, auditCsv, auditJson } from './audit-file.ts';
import { auditQuery } from './audit-query.ts';
import { AuditPage } from './AuditPage.tsx';

function record(seq: number, changes: Partial<AuditRecord> = {}): AuditRecord {
  return {
    version: 1,
    seq,
    timeMs: 1_700_000_000_000 + seq,
    action: 'execution_finished',
    actor: { name: 'ann', role: 'operator', via: 'grafana', address: '10.0.0.9' },
    operation: 'service-restart',
    target: 'agents/host-1/broker',
    parameters: {},
    execution: 'exec-1',
    planHash: 'c'.repeat(64),
    result: 'succeeded: it is running',
    previous: 'a'.repeat(64),
    hash: 'b'.repeat(64),
    ...changes,
  };
}

const WHOLE = { ok: true, records: 2, lastSeq: 2, lastHash: 'b'.repeat(64), problem: '' };
const NO_FILTER = { actor: '', action: '', operation: '', target: '', execution: '' };
const WINDOW = { fromMs: 1000, toMs: 2000 };

async function open(search: Record<string, string> = {}, answers: { records?: AuditRecord[]; verify?: object } = {}) {
  const { records = [record(2), record(1)], verify = WHOLE } = answers;
  const asked: string[] = [];
  const load: ViewHost['load'] = (path, schema) => {
    asked.push(path);
    return Promise.resolve(
      schema.parse(path === 'audit/verify' ? verify : { records, total: records.length, truncated: false }),
    );
  };
  const host = fakeViewHost({ load });
  host.navigation.go({ path: 'audit', search: new URLSearchParams(search) });
  render(
    <ViewHostProvider value={host}>
      <AuditPage />
    </ViewHostProvider>,
  );
  await act(async () => {
    await Promise.resolve();
    await Promise.resolve();
  });
  return { asked, address: () => host.navigation.get().search };
}

describe('the page', () => {
  it('shows the records with their details, and that the record is whole', async () => {
    await open();
    expect(screen.getByText('The record is whole.')).toBeInTheDocument();
    expect(screen.getByText(/^Hash of record 2/)).toHaveTextContent('b'.repeat(64));
    const details = screen.getByRole('button', { name: 'Details of record 2' });
    expect(details).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(details);
    expect(screen.getByText('10.0.0.9')).toBeInTheDocument();
    expect(screen.getByText('(of record 1)')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'exec-1' })).toHaveAttribute(
      'href',
      expect.stringContaining('execution_shown=exec-1'),
    );
  });

  it('says where the chain breaks', async () => {
    await open({}, { verify: { ...WHOLE, ok: false, problem: 'record 2 does not fit the one before' } });
    expect(screen.getByText('The record is not whole.')).toBeInTheDocument();
    expect(screen.getByText(/record 2 does not fit the one before. Nothing is carried out/)).toBeInTheDocument();
  });

  it('asks with the filter of the address, and keeps there what is chosen', async () => {
    const { asked, address } = await open({ execution: 'exec-1', offset: '50', from: '1000', to: '2000' });
    expect(asked).toContain('audit?from=1&to=2&execution=exec-1&limit=50&offset=50');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Action' }), 'stop requested');
    expect(address().get('action')).toBe('stop_requested');
    expect(address().get('offset')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Clear' }));
    expect(address().toString()).toBe('from=1000&to=2000');
  });

  it('says when there is nothing', async () => {
    await open({}, { records: [] });
    expect(screen.getByText('Nothing was done in this time.')).toBeInTheDocument();
  });
});

describe('the query', () => {
  it('leaves out what is empty, and an action that nobody knows', () => {
    const page = { limit: 10, offset: 0 };
    expect(auditQuery({ ...NO_FILTER, action: 'x', actor: ' ann ' }, WINDOW, page)).toBe(
      'from=1&to=2&actor=ann&limit=10&offset=0',
    );
  });
});

describe('what is saved', () => {
  it('is all that fits, each once and oldest first, though the pages shift meanwhile', async () => {
    const pages = [
      { records: [record(4), record(3)], total: 4, truncated: true },
      { records: [record(3), record(2)], total: 5, truncated: false },
    ];
    const load: ViewHost['load'] = (_path, schema) => Promise.resolve(schema.parse(pages.shift()));
    const records = await allRecords({ load }, NO_FILTER, WINDOW);
    expect(records.map(({ seq }) => seq)).toEqual([2, 3, 4]);
  });

  it('as lines of JSON is what is kept', () => {
    const records = [record(1), record(2)];
    expect(auditJson(records).trim().split('\n').map((line) => JSON.parse(line) as AuditRecord)).toEqual(records); // prettier-ignore
  });

  it('as CSV has no formula and keeps every cell in its place (property)', () => {
    expect(auditCsv([record(1, { result: '=1+1' })])).toContain(",'=1+1,");
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '=', '"', ',', '\n', '\r', '-', '@') }), (text) => {
        const [head, row] = parseCsv(
          auditCsv([record(1, { result: text, actor: { ...record(1).actor, name: text } })]),
        );
        expect(row).toHaveLength(head.length);
        const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
        expect(row[head.indexOf('result')]).toBe(safe);
        expect(row[head.indexOf('actor')]).toBe(safe);
      }),
    );
  });
});

/** RFC 4180, as a reader would. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') {
      for (i++; text[i] !== '"' || text[i + 1] === '"'; i++) {
        if (text[i] === '"') i++;
        cell += text[i];
      }
    } else if (text[i] === ',') {
      rows[rows.length - 1].push(cell);
      cell = '';
    } else if (text.startsWith('\r\n', i)) {
      rows[rows.length - 1].push(cell);
      cell = '';
      rows.push([]);
      i++;
    } else cell += text[i];
  }
  return rows;
}
