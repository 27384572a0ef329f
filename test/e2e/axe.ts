import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe finds serious on what is shown now, in light and in dark: screen, rule and place. */
export async function seriousIn(page: Page, screen: string): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ['light', 'dark']) {
    await page.evaluate((wanted) => {
      document.documentElement.dataset.theme = wanted;
    }, theme);
    // The window has no second page to gather results in, which is what the legacy mode does without.
    // React Aria's announcer holds what it said for some seconds, by names of things that are gone from the screen by then.
    const { violations } = await new AxeBuilder({ page })
      .exclude('[data-live-announcer]')
      .setLegacyMode(true)
      .analyze();
    for (const { id, impact, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      for (const node of nodes)
        found.push(`${screen}, ${theme}: ${id} at ${node.target.join(' ')}: ${node.html.slice(0, 160)}`);
    }
  }
  return found;
}
