/**
 * What is published: the agent and the operator's tool, each as one file, with the database's native addon
 * and the dashboard's page beside them.
 *
 * Invariant: the folder runs wherever it is copied to, without node_modules, on Node 20 and newer; what is
 * left out of the libraries is never used.
 */
import { chmod, copyFile, cp, mkdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild'
import { buildPage } from '../dashboard/build.ts'
import { writeLicences } from './licences.ts'

const require = createRequire(import.meta.url)
const HERE = import.meta.dirname

/** The libraries load these at their start for what is never done here: ssh, image builds, the library's own proxies. */
const LEFT_OUT = new Set([
  'ssh2',
  'cpu-features',
  '@grpc/grpc-js',
  '@grpc/proto-loader',
  '@balena/dockerignore',
  'tar-fs',
  // The whole of it: our own messages need only `protobufjs/minimal`.
  'protobufjs',
  'worker-timers',
  'socks',
])

/** Copies of what Node has itself. */
const BUILT_IN: Record<string, string> = {
  'readable-stream': 'node:stream',
  'string_decoder/': 'node:string_decoder',
  'safe-buffer': 'node:buffer',
}

/** Machines that devices are, as Node names them. */
const BESIDE = [
  'est-authority',
  'holdfast-agent',
  'holdfast-agent.service',
  'holdfast-mosquitto.service',
  'holdfast-mosquitto-claims.service',
  'holdfast-registrar.service',
]
const PLATFORMS = ['linux-x64', 'linux-arm64', 'linux-arm']

const lean: Plugin = {
  name: 'lean',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^./]/ }, ({ path }) => {
      if (LEFT_OUT.has(path)) return { path, namespace: 'left-out' }
      const builtIn = BUILT_IN[path]
      return builtIn === undefined ? undefined : { path: builtIn, external: true }
    })
    onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {}' }))
    // The only form of it from which what is not used can be taken out.
    onResolve({ filter: /^rxjs$/ }, () => ({
      path: join(dirname(require.resolve('rxjs/package.json')), 'dist/esm/index.js'),
      sideEffects: false,
    }))
  },
}

/** The addon is looked for beside the bundle, and not beside the library's own file. */
function addonAt(folder: string): Plugin {
  return {
    name: 'addon',
    setup({ onLoad }) {
      onLoad({ filter: /[/\\]classic-level[/\\]binding\.js$/ }, async ({ path }) => ({
        contents: (await readFile(path, 'utf8')).replace('__dirname', folder),
      }))
    },
  }
}

/** Before which it cannot be, for a device whose clock is behind. SOURCE_DATE_EPOCH makes builds the same again. */
function builtMs(): number {
  const { SOURCE_DATE_EPOCH: seconds } = process.env
  return seconds === undefined ? Date.now() : Number(seconds) * 1000
}

const COMMON: BuildOptions = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  metafile: true,
  // A configuration file alone decides where a connection goes.
  define: { 'process.env.MQTTJS_SOCKS_PROXY': 'undefined', HOLDFAST_BUILT_MS: String(builtMs()) },
}

/** What is laid into `out`, file by file; whatever was there before goes. */
export async function bundle(out: string): Promise<void> {
  await rm(out, { recursive: true, force: true })
  await mkdir(out, { recursive: true })
  const agent = await build({
    ...COMMON,
    entryPoints: [join(HERE, 'agent.ts')],
    outfile: join(out, 'holdfast-agent.cjs'),
    // Takes less memory than the same as an ES module, and starts sooner.
    format: 'cjs',
    plugins: [lean, addonAt('__dirname')],
  })
  const operator = await build({
    ...COMMON,
    entryPoints: [join(HERE, '..', 'bin', 'holdfast.ts')],
    outfile: join(out, 'holdfast.mjs'),
    format: 'esm',
    banner: {
      js: [
        '#!/usr/bin/env node',
        "import { createRequire as requireFrom } from 'node:module'",
        'const require = requireFrom(import.meta.url), addonFolder = import.meta.dirname',
      ].join('\n'),
    },
    plugins: [lean, addonAt('addonFolder')],
  })
  const page = await buildPage(join(out, 'dashboard'))
  const metafiles: Metafile[] = [agent.metafile!, operator.metafile!, page]
  await writeLicences(metafiles, join(out, 'LICENCES'))
  for (const file of BESIDE) await copyFile(join(HERE, file), join(out, file))
  for (const script of ['holdfast-agent', 'est-authority']) await chmod(join(out, script), 0o755)
  await chmod(join(out, 'holdfast.mjs'), 0o755)
  const prebuilds = join(dirname(require.resolve('classic-level/package.json')), 'prebuilds')
  for (const name of PLATFORMS) await cp(join(prebuilds, name), join(out, 'prebuilds', name), { recursive: true })
}
