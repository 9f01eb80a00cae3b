import { heapUsed, type Jvm } from '../model/jvm.ts';
import { labelOf } from './template.ts';
import type { Bindings } from './compile.ts';

const NONHEAP = 118e6;

/** Binds what every JVM of the cluster exposes by simpleclient's hotspot collectors. */
export function jvmBindings(jvm: Jvm, process: { cpuSeconds: number }): Bindings {
  const old = (head: string) => head.includes('Old');
  return {
    process_cpu_seconds_total: () => () => Math.round(process.cpuSeconds * 100) / 100,
    process_resident_memory_bytes: () => () =>
      Math.round((jvm.heapMaxBytes * 0.55 + heapUsed(jvm) * 0.45 + jvm.directBytes + 250e6) / 4096) * 4096,
    jvm_memory_bytes_used: ({ alternative }) =>
      alternative === 'nonheap' ? undefined : () => Math.round(heapUsed(jvm)),
    jvm_memory_bytes_committed: ({ alternative }) => (alternative === 'nonheap' ? undefined : () => jvm.heapMaxBytes),
    jvm_memory_bytes_max: ({ alternative }) => (alternative === 'nonheap' ? undefined : () => jvm.heapMaxBytes),
    jvm_memory_bytes_init: ({ alternative }) => (alternative === 'nonheap' ? undefined : () => jvm.heapMaxBytes),
    jvm_memory_direct_bytes_used: () => () => Math.round(jvm.directBytes),
    jvm_memory_direct_bytes_max: () => () => jvm.directMaxBytes,
    jvm_memory_pool_bytes_used: ({ alternative }) =>
      alternative === 'G1 Eden Space'
        ? () => Math.max(0, Math.round(jvm.youngBytes - jvm.survivorBytes))
        : alternative === 'G1 Survivor Space'
          ? () => Math.round(Math.min(jvm.survivorBytes, jvm.youngBytes))
          : alternative === 'G1 Old Gen'
            ? () => Math.round(jvm.oldBytes)
            : undefined,
    jvm_memory_pool_bytes_max: ({ alternative }) => (alternative === 'G1 Old Gen' ? () => jvm.heapMaxBytes : undefined),
    jvm_memory_pool_allocated_bytes_total: ({ alternative }) =>
      alternative === 'G1 Eden Space' ? () => Math.round(jvm.allocatedBytes) : undefined,
    jvm_gc_collection_seconds_count: ({ head }) =>
      old(labelOf(head, 'gc') ?? '') ? () => jvm.oldCount : () => jvm.youngCount,
    jvm_gc_collection_seconds_sum: ({ head }) => {
      const seconds = old(labelOf(head, 'gc') ?? '') ? () => jvm.oldSeconds : () => jvm.youngSeconds;
      return () => Math.round(seconds() * 1000) / 1000;
    },
    jvm_memory_pool_collection_used_bytes: ({ alternative }) =>
      alternative === 'G1 Survivor Space' ? () => Math.round(jvm.survivorBytes) : undefined,
    jvm_buffer_pool_used_bytes: ({ alternative }) =>
      alternative === 'direct' ? () => Math.round(jvm.directBytes * 0.03) : undefined,
    process_virtual_memory_bytes: () => () => jvm.heapMaxBytes + jvm.directMaxBytes + NONHEAP * 8,
  };
}
