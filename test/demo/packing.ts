import type { LaunchedApp } from '../e2e/launch';
import * as desk from './desk';
import { mark } from './people';
import { ana, type Telling, turn } from './turn';

/** What the screen said of the audit pack that was made. */
export interface PackTold {
  readonly number: string;
  readonly sha256: string;
}

/** From the closed work order to the file for the inspector, at `to`, and its check in the app. */
export async function packing(
  telling: Telling,
  { app }: Pick<LaunchedApp, 'app'>,
  number: string,
  to: string,
): Promise<PackTold> {
  const { page, album } = telling;
  let told: PackTold | undefined;
  await app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = (async () => ({ canceled: false, filePath: path })) as never;
    dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [path] })) as never;
  }, to);
  await turn(telling, ana, 'makes the audit pack for the inspector, and checks it', async () => {
    await desk.goTo(page, 'Work orders');
    await page.getByRole('tab', { name: /^Closed/ }).click();
    await desk.openClosure(page, number);
    await page.getByRole('button', { name: 'Make an audit pack' }).click();
    await page.getByRole('grid', { name: 'Work orders in the pack' }).getByText(number).waitFor();
    await album.take('audit-pack', { dark: true });
    // The inspector asked for this one work order, so the pack holds its entries and no line of any other.
    await mark(page.getByRole('checkbox', { name: 'Show that nothing in the range was left out' }));
    await page.getByText('No line stands for any other entry.').waitFor();
    await page.getByLabel('Reason', { exact: true }).fill('Asked for at the inspection of the press hall.');
    await page.getByRole('button', { name: 'Make the audit pack' }).click();
    await page.getByText('The audit pack is made, read back, and recorded.').waitFor({ timeout: 60_000 });
    const said = page.getByRole('main');
    told = {
      number: (await said.getByRole('heading', { level: 1 }).innerText()).trim(),
      sha256: (await said.getByText(/^[0-9a-f]{64}$/).innerText()).trim(),
    };
    await album.take('audit-pack-made');
    await page.getByRole('link', { name: 'Check a pack' }).click();
    await page.getByRole('button', { name: 'Choose a file' }).click();
    await page.getByText('It holds. Nothing missing, nothing changed.').waitFor({ timeout: 60_000 });
    await album.take('audit-pack-checked', { dark: true });
  });
  if (told === undefined) throw new Error('No audit pack was made.');
  return told;
}
