/**
 * How long to wait before attempt `failures` + 1: doubling, between half and all of it at random, so that the viewers of a
 * restarted sidecar do not all come back in the same moment.
 */
export declare function backoffMs(failures: number, random: number): number;
