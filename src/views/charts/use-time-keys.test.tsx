import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useTimeKeys } from './use-time-keys.ts';

/** Rows at 0, 1000, … 9000 ms; the window begins at the third. */
const rows = {
  length: 10,
  timeAt: (row: number) => row * 1000,
  rowNear: (timeMs: number) => Math.round(timeMs / 1000),
};

interface Told {
  pointed: (number | undefined)[];
  selected: [number, number][];
}

function Chart({ told, pointedMs, canSelect = true }: { told: Told; pointedMs?: number; canSelect?: boolean }) {
  const { timeMs, span, take } = useTimeKeys({
    rows,
    firstRow: () => 2,
    pointedMs,
    onPoint: (time) => told.pointed.push(time),
    ...(canSelect && { onSelectWindow: (from: number, to: number) => void told.selected.push([from, to]) }),
  });
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- as a chart
    <div role="application" tabIndex={0} onKeyDown={(event) => void take(event.key, event.shiftKey)}>
      {timeMs ?? 'nowhere'} {span ? `${span.fromMs} to ${span.toMs}` : 'no span'}
    </div>
  );
}

async function press(
  keys: string,
  props: { pointedMs?: number; canSelect?: boolean } = {},
): Promise<Told & { text: string }> {
  const told: Told = { pointed: [], selected: [] };
  render(<Chart told={told} {...props} />);
  screen.getByRole('application').focus();
  await userEvent.keyboard(keys);
  return { ...told, text: screen.getByRole('application').textContent ?? '' };
}

describe('useTimeKeys', () => {
  it.each([
    ['{ArrowLeft}', '8000'],
    ['{PageUp}', '0'],
    ['{Home}', '2000'],
    ['{Home}{ArrowRight}', '3000'],
    ['{Home}{End}', '9000'],
    ['{End}{ArrowRight}', '9000'],
  ])('%s puts the cursor on %s ms', async (keys, at) => {
    const { text, pointed } = await press(keys);
    expect(text).toBe(`${at} no span`);
    expect(String(pointed.at(-1))).toBe(at);
  });

  it('goes on from where the pointer, or another picture, is', async () => {
    expect((await press('{ArrowRight}', { pointedMs: 4100 })).text).toBe('5000 no span');
  });

  it('draws out a span with Shift, and selects it with Enter', async () => {
    const { text, selected } = await press('{End}{Shift>}{ArrowLeft}{ArrowLeft}{/Shift}');
    expect(text).toBe('7000 7000 to 9000');
    expect(selected).toEqual([]);
    await userEvent.keyboard('{Enter}');
    expect(selected).toEqual([[7000, 9000]]);
    expect(screen.getByRole('application').textContent).toBe('7000 no span');
  });

  it('takes the span away first, then the cursor', async () => {
    await press('{End}{Shift>}{ArrowLeft}{/Shift}{Escape}');
    expect(screen.getByRole('application').textContent).toBe('8000 no span');
    await userEvent.keyboard('{Escape}');
    expect(screen.getByRole('application').textContent).toBe('nowhere no span');
  });

  it('draws out nothing where nothing can be selected', async () => {
    expect((await press('{Shift>}{ArrowLeft}{/Shift}', { canSelect: false })).text).toBe('8000 no span');
  });
});
