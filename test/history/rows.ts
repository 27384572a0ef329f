/** A file of cases, one row a case, from `C<first>` on: every fifth is stalled. */
export function plainRows(count: number, first = 1): string {
  const rows = ['number,state,opened_at,closed_at,category,closed_code'];
  for (let n = first; n < first + count; n += 1) {
    const day = String((n % 28) + 1).padStart(2, '0');
    rows.push(
      `C${n},${n % 5 === 0 ? 'Awaiting part' : 'Closed'},${day}-03-2025 08:00,${day}-03-2025 09:30,Kind ${n % 7},code ${n % 4}`,
    );
  }
  return `${rows.join('\n')}\n`;
}
