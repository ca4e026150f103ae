/**
 * An operator who makes bundles, for tests: keys, a registry on loopback, and the command line.
 *
 * Invariant: all in one temporary directory, which `close` removes.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { main } from '../../fleet/main.ts'
import { type PublicKey, parsePublicKey } from '../../protocol/keys.ts'
import { buildImage } from '../../simulators/registry/image.ts'
import { type PublishedImage, serveRegistry } from '../../simulators/registry/server.ts'
import { tarOf } from '../../simulators/registry/tar.ts'

export interface BundleDesk {
  directory: string
  registry: string
  images: PublishedImage[]
  /** Runs `holdfast`, its words split at blanks. */
  run(line: string): Promise<{ code: number; out: string; err: string }>
  /** Makes a bundle of one version. @returns its path */
  bundle(version: string, epoch: number, flags?: string): Promise<string>
  publicKeys(): Promise<PublicKey[]>
  close(): Promise<void>
}

/** An image whose one layer is of about so many bytes, which do not compress. */
function imageOf(version: string, bytes: number): PublishedImage {
  const content = Buffer.from(
    Array.from({ length: bytes }, (_, at) => ((at * 2654435761 + version.length * at) >>> 13) & 0xff),
  )
  const layer = tarOf([
    { path: 'version', content: Buffer.from(version) },
    { path: 'filler', content },
  ])
  const image = buildImage({ architecture: 'amd64', entrypoint: ['/web'], layers: [layer] })
  return { ...image, repository: 'web', tag: version }
}

export async function openBundleDesk(versions: readonly string[] = ['v1', 'v2'], bytes = 2000): Promise<BundleDesk> {
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-bundle-'))
  const images = versions.map((version) => imageOf(version, bytes))
  const registry = await serveRegistry(images, 1e9)
  const run = async (line: string) => {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await main(line.split(' '), {
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
      input: async () => new Uint8Array(),
      terminal: false,
      colour: false,
      columns: 80,
      rows: 24,
      env: { HOLDFAST_KEYS: directory, DOCKER_CONFIG: directory, SOURCE_DATE_EPOCH: '1700000000' },
      cwd: directory,
      signal: new AbortController().signal,
    })
    return { code, out: out.join(''), err: err.join('') }
  }
  await run('keygen')
  return {
    directory,
    registry: registry.address,
    images,
    run,
    async bundle(version, epoch, flags = '') {
      const compose = `name: shop\nservices:\n  web:\n    image: ${registry.address}/web:${version}\nx-holdfast:\n  version: ${version}\n`
      await writeFile(join(directory, 'c.yml'), compose)
      const file = `${version}-${epoch}.tar`
      const { code, err } = await run(`bundle c.yml --fleet shop --epoch ${epoch} --out ${file}${flags}`)
      if (code !== 0) throw new Error(err)
      return join(directory, file)
    },
    publicKeys: async () =>
      Promise.all(
        ['release', 'rollout'].map(async (role) =>
          parsePublicKey(await readFile(join(directory, `${role}.pub`), 'utf8')),
        ),
      ),
    async close() {
      await registry.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
