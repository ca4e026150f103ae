/**
 * A real Chromium.
 *
 * Invariant: it talks to nobody but the dashboard; what the page complains of is kept, so that a test can ask.
 */
import { access } from 'node:fs/promises'
import { type Browser, chromium, type Page } from 'playwright-core'

const EXECUTABLE = '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Why there is none; null when there is. */
export async function whyNoBrowser(): Promise<string | null> {
  try {
    await access(EXECUTABLE)
    return null
  } catch {
    return `there is no Chromium at ${EXECUTABLE}: apt-get install chromium`
  }
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: FLAGS })
}

export interface Looks {
  width?: number
  height?: number
  colorScheme?: 'light' | 'dark'
  reducedMotion?: 'reduce' | 'no-preference'
}

/** A page of a browser that knows nothing yet, and what it complains of. */
export async function openPage(
  browser: Browser,
  { width = 1440, height = 900, colorScheme = 'light', reducedMotion = 'no-preference' }: Looks = {},
): Promise<{ page: Page; complaints: string[]; elsewhere: string[] }> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion })
  const page = await context.newPage()
  const complaints: string[] = []
  const elsewhere: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:|blob:|data:)/.test(request.url())) elsewhere.push(request.url())
  })
  return { page, complaints, elsewhere }
}
