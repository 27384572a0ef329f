/** A time span in its two largest units: "3 h 10 min", "4 days 2 h". */
export function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (days > 0) return `${days} ${days === 1 ? 'day' : 'days'}${hours > 0 ? ` ${hours} h` : ''}`;
  if (hours > 0) return `${hours} h${rest > 0 ? ` ${rest} min` : ''}`;
  return `${minutes} min`;
}

export function overdueWords(kind: string, due: string, now: string): string {
  return `${kind}, ${duration(Math.max(0, Date.parse(now) - Date.parse(due)))} overdue`;
}

export function repeatWords(repeat: unknown, closedAt: string, repeatedAt: unknown, asset: string): string {
  if (typeof repeatedAt !== 'string') return `No repeat on ${asset} within 30 days`;
  const days = Math.floor((Date.parse(repeatedAt) - Date.parse(closedAt)) / 86_400_000);
  const when = days === 0 ? 'on the same day' : `${days} ${days === 1 ? 'day' : 'days'} later`;
  return `${String(repeat)} was opened ${when}, on ${asset}`;
}
