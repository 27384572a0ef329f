import type { JsonObject } from '../canonical';
import type { Header } from '../header';

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** How people call what an entry is about: learned from the bodies that are there, so that findings can name a place in words. */
export class Names {
  /** Numbers people say, by id: of work orders, runs, exceptions. */
  readonly #numbers = new Map<string, string>();
  readonly #stations = new Map<string, string>();

  number(id: string, number: string): void {
    this.#numbers.set(id, number);
  }

  station(device: string, name: string): void {
    this.#stations.set(device, name);
  }

  stationOf(log: string): string {
    return this.#stations.get(log.slice(0, log.indexOf('/'))) ?? log;
  }

  learn(header: Header, body: JsonObject): void {
    const number = text(body.number);
    if (number !== undefined) this.#numbers.set(header.stream, number);
    if (header.type === 'work-order.opened' && number !== undefined)
      this.#numbers.set(text(body.workOrder) ?? '', number);
  }

  /** `entry 10,482 of K1 (run RUN-K1-000123, step 7, Torque)` */
  entry(log: string, seq: number, header?: Header, body?: JsonObject): string {
    const place = `entry ${seq.toLocaleString('en-US')} of ${this.stationOf(log)}`;
    const about = header === undefined ? [] : this.#about(header, body);
    return about.length === 0 ? place : `${place} (${about.join(', ')})`;
  }

  #about(header: Header, body: JsonObject | undefined): string[] {
    const stream = this.#numbers.get(header.stream);
    const run = this.#numbers.get(text(body?.run) ?? '');
    const workOrder = this.#numbers.get(text(body?.workOrder) ?? '');
    const number = text(body?.number) ?? stream;
    const parts: string[] = [];
    if (run !== undefined) parts.push(`run ${run}`);
    else if (workOrder !== undefined && workOrder !== number) parts.push(`work order ${workOrder}`);
    const step = text(body?.no);
    if (step !== undefined) parts.push(`step ${step}`);
    if (number !== undefined && number !== run) parts.push(number);
    const title = step === undefined ? undefined : text(body?.title);
    parts.push(title ?? header.type.replace('.', ' ').replaceAll('-', ' '));
    return parts;
  }
}
