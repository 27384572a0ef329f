import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type LaunchedApp, setWindowSize } from '../e2e/launch';

/** What the window measures for people at the station and at the desk, in CSS pixels. */
const sizes = { station: [1280, 800], desk: [1440, 900] } as const;

/** Screenshots of one run of the app, numbered in the order they were taken. */
export class Album {
  readonly #launched: Pick<LaunchedApp, 'app' | 'page'>;
  readonly #folder: string;
  #taken = 0;

  /** `folder` is made if missing. */
  constructor(launched: Pick<LaunchedApp, 'app' | 'page'>, folder: string) {
    this.#launched = launched;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  get count(): number {
    return this.#taken;
  }

  /** Gives the window the size that those who work there have. */
  async sizeFor(place: keyof typeof sizes): Promise<void> {
    const [width, height] = sizes[place];
    await setWindowSize(this.#launched.app, width, height);
    await this.#launched.page.waitForFunction((wanted) => window.innerWidth === wanted, width);
  }

  /** Takes `NN-<state>.png`, of the main window unless `of` another; with `dark` also `NN-<state>-dark.png`. */
  async take(state: string, { dark = false, of = this.#launched.page } = {}): Promise<void> {
    const number = String(++this.#taken).padStart(2, '0');
    await this.#shoot(of, `${number}-${state}.png`, 'light');
    if (dark) await this.#shoot(of, `${number}-${state}-dark.png`, 'dark');
  }

  async #shoot(page: Page, file: string, theme: 'light' | 'dark'): Promise<void> {
    // Nothing lies under the pointer.
    await page.mouse.move(1, 1);
    const before = await page.evaluate(async (wanted) => {
      const found = document.documentElement.dataset.theme;
      document.documentElement.dataset.theme = wanted;
      await document.fonts.ready;
      await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      return found;
    }, theme);
    await page.screenshot({
      path: join(this.#folder, file),
      animations: 'disabled',
      caret: 'hide',
      scale: 'css',
    });
    await page.evaluate((value) => {
      if (value === undefined) delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = value;
    }, before);
  }
}
