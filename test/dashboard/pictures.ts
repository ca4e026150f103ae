/**
 * `npm run dashboard:pictures`: the pictures of the documents, of devices that really go through what they show.
 *
 * Invariant: each is a PNG under `docs/images/`, and small enough for a repository.
 */
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { type Looks, openBrowser, openPage, whyNoBrowser } from './browser.ts'
import { gather } from './crowd.ts'
import { goTo, lookAt } from './eye.ts'
import { Stage } from './stage.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'images')
const LARGEST_BYTES = 200_000
const SLOW = { stopsAfterMs: 2_000 }
/** For what moves on the page to come to rest. */
const REST_MS = 1_500

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(REST_MS)
  const path = join(FOLDER, `${name}.png`)
  await page.screenshot({ path, animations: 'disabled' })
  const { size } = statSync(path)
  process.stdout.write(`${path} ${Math.round(size / 1000)} kB\n`)
  if (size > LARGEST_BYTES) throw new Error(`${path} has over ${LARGEST_BYTES} bytes`)
}

/** A fleet in the middle of a rollout, and two devices with all that a device has. */
async function setStage(): Promise<Stage> {
  const stage = await Stage.open()
  gather(stage, 240)
  const app = (version: string) =>
    stage.app(version, {
      display: { health: true, behaviour: SLOW, dependsOn: { gateway: 'started' } },
      gateway: { behaviour: SLOW },
      store: { tag: '1', volumes: ['ledger'] },
    })
  for (const name of ['quay-1', 'quay-2']) stage.device(name)
  stage.deploy(1, app('3.1'))
  await stage.passUntil('quay-1', ({ phase, current }) => phase === 'idle' && current?.epoch === 1)
  await stage.pass(60_000)
  stage.deploy(2, app('3.2'))
  return stage
}

async function photograph(browser: Browser, stage: Stage): Promise<void> {
  const sized = async (looks: Looks, hash: string): Promise<Page> => {
    const { page } = await openPage(browser, looks)
    await goTo(page, stage, hash)
    return page
  }
  const wide = { width: 1280, height: 780 }
  await shoot(await sized(wide, '#/'), 'dashboard-fleet')
  await shoot(
    await sized({ ...wide, colorScheme: 'dark' }, '#/?view=table&state=blocked,failing,updating'),
    'dashboard-table-dark',
  )

  const page = await sized(wide, '#/device/quay-1')
  await lookAt(page, stage, 'quay-1')
  await stage.passUntil('quay-1', ({ phase }) => phase === 'switching')
  await stage.pass(400)
  await shoot(page, 'dashboard-device')
  await stage.passUntil('quay-1', ({ phase }) => phase === 'proving')
  await stage.pass(400)
  const { page: dark } = await openPage(browser, { ...wide, colorScheme: 'dark' })
  await lookAt(dark, stage, 'quay-1')
  await dark.getByRole('button', { name: /^device serving/ }).click()
  await shoot(dark, 'dashboard-parallel-dark')

  await stage.cutPower('quay-1')
  await stage.passUntil('quay-1', ({ phase, current }) => phase === 'idle' && current?.epoch === 2)
  stage.flow(5)
  await goTo(page, stage, '#/device/quay-1/flight')
  await page.locator('.player').waitFor()
  stage.hold()
  await page.getByRole('button', { name: 'Cut before' }).click()
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  await shoot(page, 'dashboard-flight')

  const small = await sized({ width: 390, height: 844 }, '#/device/quay-2')
  await lookAt(small, stage, 'quay-2')
  await shoot(small, 'dashboard-telephone')
}

const reason = await whyNoBrowser()
if (reason !== null) throw new Error(reason)
mkdirSync(FOLDER, { recursive: true })
const stage = await setStage()
const browser = await openBrowser()
try {
  await photograph(browser, stage)
} finally {
  await browser.close()
  await stage.close()
}
