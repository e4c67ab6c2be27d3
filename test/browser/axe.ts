import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const grave = new Set<unknown>(['serious', 'critical'])

/** What axe finds serious or critical on the page as it is now, or in the part named by a CSS selector: rule and place. */
export async function seriousIssues(page: Page, part = 'html'): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .include(part)
    // The guards pass the focus on at once, into the list or out of it, so nobody ever stands on one.
    .exclude('[data-base-ui-focus-guard]')
    .options({ resultTypes: ['violations'] })
    // These pages have no frames, so the results need not be put together in a second page.
    .setLegacyMode()
    .analyze()
  return violations
    .filter(({ impact }) => grave.has(impact))
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} (${node.failureSummary ?? ''})`))
}
