import { processPoints } from './process-points.ts';

it('adds processes of one name, and tells the largest by memory or processor only', () => {
  const rows = Array.from({ length: 20 }, (_, i) => ({
    pid: i,
    name: `p${i % 18}`,
    cpuPercent: i,
    memoryBytes: 100 - i,
  }));
  const points = processPoints(rows, 321);
  expect(points[0]).toEqual(['observatory_agent_processes', {}, 321]);
  expect(points).toContainEqual(['observatory_agent_process_memory_bytes', { process: 'p0' }, 100 + 82]);
  expect(points).toContainEqual(['observatory_agent_process_cpu_cores', { process: 'p1' }, 0.2]);
  expect(points.length).toBeLessThanOrEqual(1 + 2 * 10);
});
