/** The agent's version: that of the package; and when it was made. */
import manifest from '../package.json' with { type: 'json' }

export const AGENT_VERSION: string = manifest.version

declare const HOLDFAST_BUILT_MS: number | undefined

/** Unix milliseconds: it cannot be earlier. Zero when it runs from its sources. */
export const BUILT_MS = typeof HOLDFAST_BUILT_MS === 'number' ? HOLDFAST_BUILT_MS : 0
