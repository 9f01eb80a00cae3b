/** Numbers for the metric names of one target, so that a row can hold its name. */
export class NameTable {
  private names: string[] = [];
  private readonly numbers = new Map<string, number>();

  get size(): number {
    return this.names.length;
  }

  number(name: string): number {
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.names.length;
      this.names.push(name);
      this.numbers.set(name, number);
    }
    return number;
  }

  name(number: number): string {
    return this.names[number];
  }

  /** All names by their numbers; the table is empty then. */
  take(): readonly string[] {
    const names = this.names;
    this.names = [];
    this.numbers.clear();
    return names;
  }
}
