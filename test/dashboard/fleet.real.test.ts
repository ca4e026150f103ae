/** The fleet in a real Chromium. */

import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openPage } from './browser.ts'
import { gather } from './crowd.ts'
import { describePage } from './describe-page.ts'
import { drawnDevices, eventually, goTo } from './eye.ts'
import { Stage, TOKEN } from './stage.ts'

describePage('the fleet in a browser', (browser) => {
  let stage: Stage
  let page: Page
  let complaints: string[]
  let elsewhere: string[]

  describe('of a hundred devices', () => {
    beforeAll(async () => {
      stage = await Stage.open()
      gather(stage, 100)
    })
    beforeEach(async () => {
      ;({ page, complaints, elsewhere } = await openPage(browser()))
    })
    afterEach(() => page.context().close())
    afterAll(() => stage.close())

    it('is shown to who has the token, and to nobody else', async () => {
      await page.goto(stage.url)
      await page.getByLabel('Token').fill('not the token')
      await page.getByRole('button', { name: 'Sign in' }).click()
      await eventually(() => page.getByRole('alert').textContent()).toContain('that is not the token')
      expect(await drawnDevices(page)).toEqual([])
      await page.getByLabel('Token').fill(TOKEN)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.locator('[data-device="pier-001"]').waitFor()
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByLabel('Token').waitFor()
      expect(await drawnDevices(page)).toEqual([])
    })

    it('takes the token from the address that was printed, and leaves none in it', async () => {
      await page.goto(stage.link)
      await page.locator('[data-device="pier-001"]').waitFor()
      expect(page.url()).not.toContain(TOKEN)
      expect(complaints).toEqual([])
      expect(elsewhere).toEqual([])
    })

    it('counts its devices by state, and shows those that one asks for', async () => {
      await goTo(page, stage, '#/')
      const status = page.getByRole('region', { name: 'Devices' }).getByRole('status')
      await eventually(() => status.textContent()).toBe('100 devices')
      const failing = page.locator('.chip[data-state="failing"]')
      const count = Number(await failing.locator('b').textContent())
      await failing.click()
      await eventually(() => page.locator('[data-device][data-state="failing"]').count()).toBe(count)
      expect(await drawnDevices(page)).toHaveLength(count)
      expect(page.url(), 'the view has a link').toContain('state=failing')
      await failing.click()
      await page.getByLabel('Search').fill('pier-01')
      await eventually(() => status.textContent()).toBe('10 devices')
    })

    it('shows what keeps devices, and which', async () => {
      await goTo(page, stage, '#/')
      const lock = page.getByRole('region', { name: 'Blockers' }).getByRole('button', { name: /^lock/ })
      const count = Number(await lock.locator('b').textContent())
      expect(count).toBeGreaterThan(0)
      await lock.click()
      await page.getByRole('button', { name: 'Table' }).click()
      await eventually(() => drawnDevices(page)).toHaveLength(count)
      expect(await page.locator('[data-device]').first().textContent()).toContain('display holds a lock: a ship docks')
    })

    it('shows how far a rollout has come, and how far it may', async () => {
      await goTo(page, stage, '#/')
      const rollout = page.locator('.rollout[data-fleet="harbour"]')
      await rollout.waitFor()
      expect(await rollout.getAttribute('data-state')).toBe('go')
      const text = await rollout.textContent()
      expect(text).toContain('epoch 12 · harbour 3.2')
      expect(text).toMatch(/60% may take it: \d+ devices; \d+ of 100 run it/)
      expect(text).toContain('way back: harbour 3.1')
    })

    it('shows the waves of a rollout with their gates, and which is under way', async () => {
      await goTo(page, stage, '#/')
      const waves = page.locator('.rollout[data-fleet="harbour"] .waves')
      await waves.waitFor()
      expect(await waves.locator('li').evaluateAll((all) => all.map((one) => one.className))).toEqual([
        'done',
        'now',
        'ahead',
      ])
      expect(await waves.locator('li.now').textContent()).toMatch(/60% under way\s*90% well, at most 10% badly/)
      expect(await waves.textContent()).toMatch(/proving: \d+ succeeded, \d+ at it, \d+ failed, about .+ left/)
      expect(await waves.textContent()).toMatch(/\d+ of \d+ devices have finished, and \d+ have to/)
    })

    it('changes while one looks', async () => {
      await goTo(page, stage, '#/?q=pier-007')
      await page.locator('[data-device="pier-007"]').waitFor()
      stage.says(
        'pier-007',
        { online: true, fleet: 'harbour', connection: 2, bootId: 'boot' },
        {
          fleet: 'harbour',
          sequence: 2,
          bootId: 'boot',
          phase: 'switching',
          progress: { step: 'switching', percent: 70 },
        },
      )
      await eventually(() => page.locator('[data-device="pier-007"]').textContent()).toContain('switching 70%')
      stage.says('pier-007', { online: false, fleet: 'harbour', connection: 2, bootId: 'boot' }, null)
      await eventually(() => page.locator('[data-device="pier-007"]').getAttribute('data-state')).toBe('offline')
    })
  })

  it('of a thousand devices is there in less than a second', { retry: 3 }, async () => {
    const large = await Stage.open()
    gather(large, 1_000)
    try {
      const { page } = await openPage(browser())
      await goTo(page, large, '#/')
      await page.locator('[data-device]').first().waitFor()
      // The browser is warm; the page is loaded anew.
      await page.reload({ waitUntil: 'commit' })
      await page.locator('[data-device]').first().waitFor()
      const paints = await page.evaluate<number>('performance.now()')
      expect(paints).toBeLessThan(1_000)
      await page.context().close()
    } finally {
      await large.close()
    }
  })

  it('of ten thousand devices scrolls smoothly, by drawing only what is seen', { retry: 3 }, async () => {
    const huge = await Stage.open()
    gather(huge, 10_000)
    try {
      const { page } = await openPage(browser())
      await goTo(page, huge, '#/')
      const status = page.getByRole('region', { name: 'Devices' }).getByRole('status')
      await eventually(() => status.textContent()).toBe('10,000 devices')
      const frames = await page.evaluate<number[]>(`new Promise((resolve) => {
        const list = document.querySelector('.virtual')
        const frames = []
        let before = performance.now()
        const step = (now) => {
          frames.push(now - before)
          before = now
          list.scrollTop += 400
          if (frames.length < 120) requestAnimationFrame(step)
          else resolve(frames.slice(5))
        }
        requestAnimationFrame(step)
      })`)
      expect((await drawnDevices(page)).length).toBeLessThan(200)
      const sorted = frames.toSorted((a, b) => a - b)
      // Not the median: other work of the machine delays many frames, and drawing too much would delay each.
      expect(sorted[Math.floor(sorted.length / 4)], 'a quarter of the frames, in milliseconds').toBeLessThan(34)
      await page.getByLabel('Search').fill('pier-09999')
      await eventually(() => drawnDevices(page)).toEqual(['pier-09999'])
      await page.context().close()
    } finally {
      await huge.close()
    }
  })
})
