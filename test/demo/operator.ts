import type { Locator, Page } from '@playwright/test';
import { mark, type Person, sign } from './people';

/** What a work order is opened with, as typed at the screen. */
export interface Order {
  jobType: string;
  title: string;
  asset: string;
  lot: string;
  /** Local time, `2026-03-10T14:00`. */
  due: string;
  /** By label: `choose` picks from a list, `type` types. */
  inputs: readonly { label: string; choose?: string; type?: string }[];
}

/** Fills the form of a new work order from the operator's own list; `submitOrder` opens it. */
export async function fillOrder(page: Page, order: Order): Promise<void> {
  await page.getByRole('button', { name: 'Open a work order' }).click();
  await page.getByRole('heading', { name: 'Open work order' }).waitFor();
  await pick(page, 'Job type', order.jobType);
  await page.getByLabel('Title', { exact: true }).fill(order.title);
  await page.getByLabel('Asset', { exact: true }).fill(order.asset);
  await page.getByLabel('Lot', { exact: true }).fill(order.lot);
  await page.getByLabel('Due', { exact: true }).fill(order.due);
  for (const input of order.inputs) {
    if (input.choose !== undefined) await pick(page, input.label, input.choose);
    if (input.type !== undefined) await page.getByLabel(input.label, { exact: true }).fill(input.type);
  }
}

/** Opens what was filled in, and returns the number it was given. */
export async function submitOrder(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Open work order', exact: true }).click();
  const go = page.getByRole('button', { name: /^Go to WO-/ });
  await go.waitFor();
  return (await go.innerText()).replace(/^Go to /, '').trim();
}

async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('button', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
}

/** Opens a work order from anywhere in the operator's list by its number, as a scanner would type it. */
export async function openByNumber(page: Page, number: string): Promise<void> {
  const field = page.getByRole('searchbox', { name: /scan or type/i });
  await field.fill(number);
  await field.press('Enter');
  await page.locator('main').getByRole('heading', { level: 1 }).waitFor();
}

export async function startRun(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Start the run/ }).click();
  await page.getByRole('heading', { name: 'Prerequisites' }).waitFor();
}

function prerequisite(page: Page, text: RegExp): Locator {
  return page.getByRole('listitem', { name: text });
}

export async function passPrerequisite(page: Page, text: RegExp): Promise<void> {
  const row = prerequisite(page, text);
  await row.getByRole('button', { name: /^Pass/ }).click();
  await row.getByText(/^Passed, saved/).waitFor();
}

/** Fails a prerequisite with a note; returns when its exception stands beside it. */
export async function failPrerequisite(page: Page, text: RegExp, note: string): Promise<void> {
  const row = prerequisite(page, text);
  await row.getByRole('button', { name: /^Add a note/ }).click();
  await row.getByLabel('Note', { exact: true }).fill(note);
  await row.getByRole('button', { name: /^Fail/ }).click();
  await row.getByText(/^Failed\./).waitFor();
}

/** The step that fills the screen. */
export function stepOf(page: Page): Locator {
  return page.locator('main').getByRole('heading', { level: 1 });
}

/** Waits until this step fills the screen. */
export async function atStep(page: Page, title: string): Promise<void> {
  await page.locator('main').getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
}

/** Goes on by the one primary button; it opens by itself when the step is recorded. */
export async function next(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: /^(Next|Go on)/ }).click();
  await atStep(page, title);
}

/** The tick with its time, which comes only when the entry is durable. */
export async function untilSaved(page: Page): Promise<void> {
  await page
    .getByRole('region', { name: 'Answer' })
    .getByText(/^Saved /)
    .waitFor();
}

export async function confirm(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Done as described' }).click();
  await untilSaved(page);
}

export async function pass(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Pass', exact: true }).click();
  await untilSaved(page);
}

export async function chooseAnswer(page: Page, option: string): Promise<void> {
  await page.getByRole('region', { name: 'Answer' }).getByRole('button', { name: option }).click();
  await untilSaved(page);
}

export async function writeText(page: Page, text: string): Promise<void> {
  await page.getByRole('region', { name: 'Answer' }).getByRole('textbox').fill(text);
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await untilSaved(page);
}

/** Types a reading and records it by Enter; returns when it is accepted. */
export async function read(page: Page, label: string, value: string): Promise<void> {
  await typeReading(page, label, value);
  await untilSaved(page);
}

/** Types a reading that is beyond what can be read, and waits until it stands as a refused attempt. */
export async function readRefused(page: Page, label: string, value: string): Promise<void> {
  await typeReading(page, label, value);
  await page.getByText(/It is kept as attempt \d/).waitFor();
}

async function typeReading(page: Page, label: string, value: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(value);
  await field.press('Enter');
}

/** Puts a file into the place that has this heading, through the file chooser, and waits until it is held. */
export async function attach(page: Page, slot: string, path: string): Promise<void> {
  const place = page.getByRole('region', { name: slot });
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    place.getByRole('button', { name: /^Add (photo|file) \S/ }).click(),
  ]);
  await chooser.setFiles(path);
  await place.getByText('1 of 1').waitFor();
}

/** Signs the step that fills the screen. */
export async function signStep(page: Page, person: Person): Promise<void> {
  await page.getByRole('button', { name: 'Sign this', exact: true }).click();
  await sign(page, person, 'Sign this step');
  await untilSaved(page);
}

/** Goes back to a step in the list beside the work, to look at it. */
export async function lookAt(page: Page, title: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: title }).click();
  await atStep(page, title);
}

/** Fills the correction of the answer on screen; `giveCorrection` records it. */
export async function openCorrection(page: Page, value: string, why: string): Promise<void> {
  await page.getByRole('button', { name: 'Correct', exact: true }).click();
  const form = page.getByRole('form', { name: /correct/i });
  await form.getByLabel(/^New (value|answer)/).fill(value);
  await form.getByLabel('Why', { exact: true }).fill(why);
}

export async function giveCorrection(page: Page): Promise<void> {
  const form = page.getByRole('form', { name: /correct/i });
  await form.getByRole('button', { name: /record the correction/i }).click();
  await form.waitFor({ state: 'hidden' });
}

/** The first of the two taps. */
export async function openBlock(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Block this step/ }).click();
  await page.getByRole('heading', { name: /what is stopping you/i }).waitFor();
}

/** The second tap: the code is recorded at once. */
export async function pickCode(page: Page, code: string): Promise<void> {
  await page
    .getByRole('group', { name: 'Exception codes' })
    .getByRole('button', { name: new RegExp(`^${code}`) })
    .click();
  await page.getByRole('region', { name: 'Exception raised' }).getByText('Owner').first().waitFor();
}

/** Why it is blocked: a ready phrase and own words; then back to the run, which shows blocked. */
export async function explainBlock(page: Page, phrase: string, words: string): Promise<void> {
  await page
    .getByRole('radio', { name: phrase })
    .or(page.getByRole('button', { name: phrase }))
    .first()
    .click();
  await page.getByRole('region', { name: 'Exception raised' }).getByRole('textbox').fill(words);
  await page.getByRole('button', { name: 'Back to the run' }).click();
  await page.getByRole('region', { name: /^Exception / }).waitFor();
}

/** Fills the form that opens the glass over the gate the run is at. */
export async function fillGlass(page: Page, reason: string, why: string): Promise<void> {
  await page.getByRole('button', { name: /^Break glass/ }).click();
  await page.getByRole('heading', { name: 'Break the glass' }).waitFor();
  await mark(page.getByRole('radio', { name: reason }));
  await page.getByLabel(/what is at stake/i).fill(why);
}

export async function openGlass(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Open the glass/ }).click();
  await page.getByRole('button', { name: 'End it now' }).waitFor();
}

export async function endGlass(page: Page): Promise<void> {
  const end = page.getByRole('button', { name: 'End it now' });
  await end.click();
  await end.waitFor({ state: 'hidden' });
}
