/** What somebody sees who looks at the page. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Stage } from './stage.ts'

const signedIn = new WeakSet<Page>()

/** Opens the page at a link of its own, signed in. */
export async function goTo(page: Page, stage: Stage, hash: string): Promise<void> {
  if (!signedIn.has(page)) {
    await page.goto(stage.link)
    await page.getByRole('navigation').waitFor()
    signedIn.add(page)
  }
  await page.goto(`${stage.url}${hash}`)
}

/** Looks at a device until its chart is drawn; then its time stands still again. */
export async function lookAt(page: Page, stage: Stage, device: string): Promise<void> {
  stage.flow()
  await goTo(page, stage, `#/device/${device}`)
  await page.locator('[data-active="true"]').first().waitFor({ state: 'attached' })
  stage.hold()
}

/** What comes about in its time, on a slow machine too. */
export function eventually<T>(read: () => T, message = '') {
  return expect.poll(read, { timeout: 60_000, ...(message === '' ? {} : { message }) })
}

/** An attribute of everything like that. */
export function attributes(page: Page, selector: string, name: string): Promise<string[]> {
  return page.locator(selector).evaluateAll((found, of) => found.map((each) => String(each.getAttribute(of))), name)
}

/** Ids of the states that are lit in the chart that is shown. */
export function litStates(page: Page): Promise<string[]> {
  return attributes(page, '[data-active="true"]', 'data-state-id')
}

/** Waits until this state is lit. @returns all that are */
export async function waitLit(page: Page, id: string): Promise<string[]> {
  try {
    await page.locator(`[data-state-id="${id}"][data-active="true"]`).waitFor({ state: 'attached' })
  } catch (cause) {
    const [state] = await attributes(page, '[data-machine]', 'data-machine-state')
    const lit = (await litStates(page)).join(', ')
    throw new Error(`${id} is not lit, but ${lit}; the machine is in ${state}`, { cause })
  }
  return litStates(page)
}

/** As {@link waitLit}, of a state that lasts: the device's time goes on meanwhile. */
export async function waitRest(page: Page, stage: Stage, id: string): Promise<string[]> {
  stage.flow()
  const lit = await waitLit(page, id)
  stage.hold()
  return lit
}

/** Edges along which the last transition went. */
export function firedEdges(page: Page): Promise<string[]> {
  return attributes(page, '[data-fired="true"]', 'data-edge-id')
}

/** Names of the devices that are drawn. */
export function drawnDevices(page: Page): Promise<string[]> {
  return attributes(page, '[data-device]', 'data-device')
}
