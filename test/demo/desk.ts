import type { Page } from '@playwright/test';
import { mark, type Person, sign } from './people';

/** Goes to a place of the desk's navigation. */
export async function goTo(page: Page, place: string): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: new RegExp(`^${place}`) })
    .click();
  await page.getByRole('heading', { level: 1, name: place }).waitFor();
}

/** Opens the first decision whose row says this. */
export async function openDecision(page: Page, says: RegExp): Promise<void> {
  await page.getByRole('grid', { name: 'Decisions' }).getByRole('row', { name: says }).first().click();
}

/** Ends the opened exception. */
export async function dispose(page: Page, disposition: string, note: string): Promise<void> {
  await fillDisposition(page, disposition, note);
  const button = page.getByRole('button', { name: 'Dispose of exception' });
  await button.click();
  await button.waitFor({ state: 'hidden' });
}

export async function fillDisposition(page: Page, disposition: string, note: string): Promise<void> {
  await mark(page.getByRole('radio', { name: disposition }));
  await page.getByLabel('How it was settled', { exact: true }).fill(note);
}

/** From the decision to the run record beside the gate's facts. */
export async function readGate(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Read and decide' }).click();
  await page.getByRole('button', { name: 'Approve or reject' }).waitFor();
}

export async function openGateSigning(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Approve or reject' }).click();
  await mark(page.getByRole('dialog').getByRole('radio', { name: 'I approve' }));
}

export async function signApproval(page: Page, person: Person): Promise<void> {
  await sign(page, person, 'Sign approval');
  await page.getByText('Your approval is signed and saved.').waitFor();
}

export async function fillVerdict(page: Page, verdict: string, found: string): Promise<void> {
  await mark(page.getByRole('radio', { name: verdict, exact: true }));
  await page.getByLabel('What you found', { exact: true }).fill(found);
}

export async function signVerdict(page: Page, person: Person): Promise<void> {
  await page.getByRole('button', { name: 'Sign verdict' }).click();
  await sign(page, person, 'Sign verdict');
}

/** Opens a work order on the closure screen. */
export async function openClosure(page: Page, number: string): Promise<void> {
  await page.getByRole('row', { name: number }).first().click();
  await page.getByRole('region', { name: 'Closure record' }).waitFor();
}

/** Confirms every acceptance criterion and writes the result; `signClosure` signs. */
export async function fillClosure(page: Page, result: string): Promise<void> {
  await page.getByRole('button', { name: 'Close work order' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Result', { exact: true }).waitFor();
  for (const box of await dialog.getByRole('checkbox').all()) await mark(box);
  await dialog.getByLabel('Result', { exact: true }).fill(result);
}

/** Signs the closure, and waits until its PDF is made. */
export async function signClosure(page: Page, person: Person): Promise<void> {
  await sign(page, person, 'Sign closure');
  await page.getByText(/\d+ pages, /).waitFor({ timeout: 30_000 });
}

/** Verifies the whole ledger, and waits for what it says. */
export async function verifyLedger(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Verify/ }).click();
  await page.getByText(/read again from disk/).waitFor({ timeout: 30_000 });
}
