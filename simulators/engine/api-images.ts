/**
 * `/images` of the served engine.
 *
 * Invariant: a pull that fails before its first layer answers with a status; one that fails later says so
 * within its stream, with status 200, as the real engine does.
 */
import { type Answer, type ApiRequest, filtersOf, hasLabels, isTrue, type Route, route } from './api.ts'
import { inspectedImage, listedImage } from './api-shapes.ts'
import { filesOf } from './archive-files.ts'
import { Refusal } from './engine-types.ts'
import { Away } from './engine-waits.ts'
import { dropImage, findImage, holdImage } from './held-images.ts'
import { loadArchive } from './load.ts'
import { type PullStep, pull } from './pull.ts'
import type { SimulatedEngine } from './simulated-engine.ts'

export const imageRoutes: Route[] = [
  route('POST /images/create', create),

  route('POST /images/load', async ({ engine, body }) =>
    engine.call('loadImage', () => ({ status: 200, body: `${loaded(engine, body)}\r\n` })),
  ),

  route('POST /images/{name}/tag', async ({ engine, query, params: [name = ''] }) =>
    engine.call('tagImage', (model) => {
      const image = findImage(model.world, name)
      if (image === null) throw new Refusal(404, `No such image: ${name}`)
      holdImage(model.world, { ...image, references: [`${query.get('repo')}:${query.get('tag') || 'latest'}`] })
      return { status: 201 }
    }),
  ),

  route('GET /images/json', async ({ engine, query }) => {
    const filters = filtersOf(query, ['label', 'reference', 'dangling'])
    return engine.call('listImages', (model) => ({
      status: 200,
      body: [...model.look().images.values()].filter(({ labels }) => hasLabels(labels, filters.label)).map(listedImage),
    }))
  }),

  route('GET /images/{name}/json', async ({ engine, params: [name = ''] }) =>
    engine.call('hasImage', (model) => {
      const image = findImage(model.world, name)
      if (image === null) throw new Refusal(404, `no such image: ${name}: No such image: ${name}`)
      return { status: 200, body: inspectedImage(image, engine.options.architecture) }
    }),
  ),

  route('DELETE /images/{name}', async ({ engine, query, params: [name = ''] }) =>
    engine.call('removeImage', (model) => ({
      status: 200,
      body: dropImage(model.world, name, isTrue(query.get('force'))),
    })),
  ),
]

async function create({ engine, query, response, gone }: ApiRequest): Promise<Answer> {
  const reference = referenceOf(query)
  const steps = pull(engine, reference, gone)
  const first = await steps.next()
  const say = (message: object) => response.write(`${JSON.stringify(message)}\r\n`)
  return {
    status: 200,
    stream: async () => {
      const path = reference.replace(/[@:][^/]*$/, '').replace(/^[^/]*\//, '')
      say({ status: `Pulling from ${path}`, id: reference })
      let fetched = false
      try {
        for (let step = first; step.done !== true; step = await steps.next()) {
          fetched = true
          for (const message of messagesOf(step.value)) say(message)
        }
      } catch (error) {
        if (error instanceof Away || !(error instanceof Refusal)) throw error
        say({ errorDetail: { message: error.message }, error: error.message })
        return
      }
      say({ status: `Digest: ${reference.split('@')[1] ?? ''}` })
      say({
        status: fetched
          ? `Status: Downloaded newer image for ${reference}`
          : `Status: Image is up to date for ${reference}`,
      })
    },
  }
}

/** What goes wrong is said within the answer 200. */
function loaded(engine: SimulatedEngine, archive: unknown): string {
  try {
    const ids = loadArchive(engine, filesOf(archive instanceof Uint8Array ? archive : new Uint8Array()))
    return JSON.stringify({ stream: ids.map((id) => `Loaded image ID: ${id}\n`).join('') })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return JSON.stringify({ errorDetail: { message: error.message }, error: error.message })
  }
}

/** "repository@sha256:…" or "repository:tag". */
function referenceOf(query: URLSearchParams): string {
  const image = query.get('fromImage') ?? ''
  const tag = query.get('tag') ?? ''
  if (tag === '') return image.includes('@') || /:[^/]+$/.test(image) ? image : `${image}:latest`
  return tag.includes(':') ? `${image}@${tag}` : `${image}:${tag}`
}

function messagesOf({ layer, state, doneBytes }: PullStep): object[] {
  const id = layer.digest.slice('sha256:'.length, 'sha256:'.length + 12)
  const plain = (status: string) => ({ status, progressDetail: {}, id })
  const moving = (status: string, current: number) => ({
    status,
    progressDetail: { current, total: layer.bytes },
    progress: `[=>] ${current}B/${layer.bytes}B`,
    id,
  })
  switch (state) {
    case 'waiting':
      return [plain('Pulling fs layer')]
    case 'present':
      return [plain('Already exists')]
    case 'downloading':
      return [moving('Downloading', doneBytes)]
    case 'downloaded':
      return [plain('Verifying Checksum'), plain('Download complete')]
    case 'complete':
      return [moving('Extracting', layer.bytes), plain('Pull complete')]
  }
}
