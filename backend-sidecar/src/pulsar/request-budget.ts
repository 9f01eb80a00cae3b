import type { Clock } from '../util/clock.ts';

export interface BudgetLimits {
  requestsPerMinute: number;
  bytesPerMinute: number;
}

interface Account {
  requests: number;
  bytes: number;
  filledMs: number;
}

/**
 * What may be asked of each host: two token buckets, requests and bytes, that fill continuously and hold a minute's worth.
 * The size of an answer is known only afterwards, so bytes may go into debt; nothing large is asked until it is paid.
 */
export class RequestBudget {
  private readonly clock: Clock;
  private readonly limits: BudgetLimits;
  private readonly accounts = new Map<string, Account>();

  constructor(clock: Clock, limits: BudgetLimits) {
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * Takes one request from the account of `host:port`; false when it has none left, or is in debt of bytes. A question
   * whose answer is `small` need not wait until others have paid for their large ones.
   */
  take(host: string, small = false): boolean {
    const account = this.account(host);
    if (account.requests < 1 || (account.bytes <= 0 && !small)) return false;
    account.requests--;
    return true;
  }

  charge(host: string, bytes: number): void {
    this.account(host).bytes -= bytes;
  }

  private account(host: string): Account {
    const nowMs = this.clock.now();
    const { requestsPerMinute, bytesPerMinute } = this.limits;
    let account = this.accounts.get(host);
    if (!account) {
      account = { requests: requestsPerMinute, bytes: bytesPerMinute, filledMs: nowMs };
      this.accounts.set(host, account);
    }
    const minutes = Math.max(0, nowMs - account.filledMs) / 60_000;
    account.requests = Math.min(requestsPerMinute, account.requests + minutes * requestsPerMinute);
    account.bytes = Math.min(bytesPerMinute, account.bytes + minutes * bytesPerMinute);
    account.filledMs = nowMs;
    return account;
  }
}
