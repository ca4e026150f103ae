/**
 * `/images` of the served engine.
 *
 * Invariant: a pull that fails before its first layer answers with a status; one that fails later says so
 * within its stream, with status 200, as the real engine does.
 */
import { type Answer, type ApiRequest, filtersOf, hasLabels, isTrue, type Route, route } from './api.ts'
import { inspectedImage, listedImage } from './api-shapes.ts'
import { Refusal } from './engine-types.ts'
import { dropImage, findImage } from './held-images.ts'
import { type PullStep, pull } from './pull.ts'
import { Away } from './simulated-engine.ts'

export const imageRoutes: Route[] = [
  route('POST /images/create', create),

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
