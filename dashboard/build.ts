/**
 * The page, built into `dashboard/dist` or the folder that is named: `npm run dashboard:build`.
 *
 * Invariant: what is built needs nothing from elsewhere, and no building is left to do when it is served. The layout
 * library stands in a file of its own, which a browser loads for the first chart.
 */
import { copyFile, mkdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import type { Metafile } from 'esbuild'

const HERE = import.meta.dirname

/**
 * Builds the page into a folder; what was there before goes.
 * @returns what it was built of
 */
export async function buildPage(out: string): Promise<Metafile> {
  const { build } = await import('esbuild')
  await rm(out, { recursive: true, force: true })
  await mkdir(out, { recursive: true })
  const { metafile } = await build({
    entryPoints: { app: join(HERE, 'page', 'main.tsx'), style: join(HERE, 'page', 'style.css') },
    outdir: out,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2023', 'chrome110', 'firefox115', 'safari16.4'],
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
    metafile: true,
  })
  for (const name of ['index.html', 'icon.svg']) await copyFile(join(HERE, 'page', name), join(out, name))
  const layout = createRequire(import.meta.url).resolve('elkjs/lib/elk-worker.min.js')
  await copyFile(layout, join(out, 'layout-worker.js'))
  return metafile
}

/** Those who install without what it is built with do without the page. */
function canBuild(): boolean {
  try {
    import.meta.resolve('esbuild')
    import.meta.resolve('preact')
    createRequire(import.meta.url).resolve('elkjs/lib/elk-worker.min.js')
    return true
  } catch {
    return false
  }
}

if (import.meta.main) {
  const [option] = process.argv.slice(2)
  if (option === '--if-possible' && !canBuild())
    process.stdout.write('the dashboard is not built: the packages for that are not installed\n')
  else await buildPage(option === undefined || option.startsWith('--') ? join(HERE, 'dist') : resolve(option))
}
