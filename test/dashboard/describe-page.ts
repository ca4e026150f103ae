/** A suite that needs a real Chromium: without one every test is counted as skipped, under a name that says why. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe } from 'vitest'
import { openBrowser, whyNoBrowser } from './browser.ts'

const reason = await whyNoBrowser()
if (reason !== null && process.env.CI === 'true') throw new Error(reason)

/** @param suite is given the browser, which runs once its tests do */
export function describePage(name: string, suite: (browser: () => Browser) => void): void {
  describe.skipIf(reason !== null)(reason === null ? name : `${name} (skipped: ${reason})`, () => {
    let browser: Browser | null = null
    beforeAll(async () => {
      browser = await openBrowser()
    })
    afterAll(() => browser?.close())
    suite(() => {
      if (browser === null) throw new Error('there is no browser yet')
      return browser
    })
  })
}
