import fc from 'fast-check';
import { BAND_COUNT } from './band.ts';
import { ClusterGrid, type Occupant } from './cluster-grid.ts';

const occupant = fc.record({
  id: fc.string({ minLength: 1, maxLength: 6 }),
  band: fc.constantFrom(3, 5, 9, BAND_COUNT - 1),
  rack: fc.constantFrom('', '/a', '/b', '/c'),
});
const population = fc
  .uniqueArray(occupant, { selector: ({ id }) => id, maxLength: 40 })
  .map((list) => [...list].sort((a, b) => (a.id < b.id ? -1 : 1)));

function placesOf(grid: ClusterGrid, occupants: readonly Occupant[]): Map<string, string> {
  return new Map(
    occupants.map(({ id, band }) => {
      const slot = grid.slotOf(id);
      return [id, slot ? `${band}:${slot.column}:${slot.row}` : 'none'];
    }),
  );
}

describe('ClusterGrid', () => {
  it('gives everybody a place of its own inside its band, whoever comes later', () => {
    fc.assert(
      fc.property(population, population, (first, later) => {
        const grid = ClusterGrid.of(first, 0);
        const known = new Set(first.map(({ id }) => id));
        const newcomers = later.filter(({ id }) => !known.has(id));
        grid.admit(newcomers, 1);
        const all = [...first, ...newcomers];
        const places = placesOf(grid, all);
        expect(new Set(places.values()).size).toBe(all.length);
        for (const { id, band } of all) expect(grid.slotOf(id)?.row ?? -1).toBeLessThan(grid.rowsOf(band));
      }),
      { numRuns: 60 },
    );
  });

  it('moves nobody when others join or leave', () => {
    fc.assert(
      fc.property(population, fc.array(population, { maxLength: 4 }), (first, waves) => {
        const grid = ClusterGrid.of(first, 0);
        const before = placesOf(grid, first);
        for (const [index, wave] of waves.entries())
          grid.admit(
            wave.map((each) => first.find(({ id }) => id === each.id) ?? each),
            index,
          );
        expect(placesOf(grid, first)).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same for the same nodes, and after it was saved and restored', () => {
    fc.assert(
      fc.property(population, population, (first, later) => {
        const grid = ClusterGrid.of(first, 0);
        expect(placesOf(ClusterGrid.of(first, 0), first)).toEqual(placesOf(grid, first));
        const restored = ClusterGrid.restore(JSON.parse(JSON.stringify(grid.save())) as ReturnType<typeof grid.save>);
        const newcomers = later.filter(({ id }) => !first.some((each) => each.id === id));
        grid.admit(newcomers, 1);
        restored.admit(newcomers, 1);
        expect(placesOf(restored, [...first, ...newcomers])).toEqual(placesOf(grid, [...first, ...newcomers]));
      }),
      { numRuns: 40 },
    );
  });

  it('keeps racks in columns and names in order within a cell', () => {
    const bookies = Array.from({ length: 90 }, (_, i) => ({
      id: `bk-${String(i).padStart(3, '0')}`,
      band: 9,
      rack: `/rack-${i % 3}`,
    }));
    const grid = ClusterGrid.of(bookies, 0);
    for (const rack of ['/rack-0', '/rack-1', '/rack-2']) {
      const own = bookies.filter((each) => each.rack === rack).map(({ id }) => grid.slotOf(id)!);
      const others = bookies.filter((each) => each.rack !== rack).map(({ id }) => grid.slotOf(id)!.column);
      const [from, to] = [Math.min(...own.map((s) => s.column)), Math.max(...own.map((s) => s.column))];
      expect(others.filter((column) => column >= from && column <= to)).toEqual([]);
      const order = own.map(({ row, column }) => row * 1000 + column);
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
  });

  it('puts a newcomer beside its neighbour by name', () => {
    const names = ['broker-1', 'broker-3', 'broker-5'];
    const grid = ClusterGrid.of(
      names.map((id) => ({ id, band: 5, rack: '' })),
      0,
    );
    grid.admit([{ id: 'broker-4', band: 5, rack: '' }], 1);
    expect(grid.slotOf('broker-4')!.column).toBeGreaterThan(grid.slotOf('broker-3')!.column);
    expect(grid.slotOf('broker-4')!.column).toBeLessThan(grid.slotOf('broker-5')!.column);
  });

  it('gives the place of a node that is gone for a day away before it grows, and not sooner', () => {
    const racked = (id: string) => ({ id, band: 9, rack: '/a' });
    const grid = ClusterGrid.of([racked('a')], 0);
    const filled = ['b', 'c'].map(racked);
    grid.admit(filled, 0);
    const { column, row } = grid.slotOf('a')!;
    const old = { column, row };
    grid.admit(filled, 23 * 3_600_000);
    grid.admit([...filled, racked('d')], 23 * 3_600_000);
    expect(grid.slotOf('d')).not.toMatchObject(old);
    grid.admit([...filled, racked('d')], 25 * 3_600_000);
    const more = ['e', 'f', 'g'].map(racked);
    grid.admit(more, 25 * 3_600_000);
    expect([...filled, racked('d'), ...more].map(({ id }) => grid.slotOf(id))).toContainEqual(
      expect.objectContaining(old),
    );
    expect(grid.slotOf('a')).toBeUndefined();
  });

  it('has a place for 5,000 newcomers at once', () => {
    const first = Array.from({ length: 10 }, (_, i) => ({ id: `a${i}`, band: 5, rack: '' }));
    const later = Array.from({ length: 5000 }, (_, i) => ({ id: `b${i}`, band: 5, rack: '' }));
    const grid = ClusterGrid.of(first, 0);
    grid.admit(later, 1);
    expect(new Set(placesOf(grid, later).values()).size).toBe(5000);
  });
});
