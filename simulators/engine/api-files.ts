/**
 * `/containers/{id}/archive` of the served engine: files into and out of containers.
 *
 * Invariant: statuses, headers and words are those of Docker 20.10.24. There are plain files alone.
 */
import { posix } from 'node:path'
import { tarOf } from '../registry/tar.ts'
import { type Answer, type ApiRequest, type Route, route } from './api.ts'
import { stamp } from './api-shapes.ts'
import { filesOf } from './archive-files.ts'
import { type ContainerRecord, Refusal } from './engine-types.ts'
import { isDirectory } from './files.ts'

/** Of Go's os.FileMode. */
const IS_DIRECTORY = 0x80000000

export const fileRoutes: Route[] = [
  route('HEAD /containers/{id}/archive', async (request) => {
    const { status, headers } = await archive(request)
    return { status, ...(headers === undefined ? {} : { headers }) }
  }),

  route('GET /containers/{id}/archive', archive),

  route('PUT /containers/{id}/archive', async ({ engine, query, body, params: [id = ''] }) => {
    const at = query.get('path') ?? ''
    return engine.call('putFiles', (model) => {
      model.container(id)
      for (const { path, ...file } of filesOf(body instanceof Uint8Array ? body : new Uint8Array()))
        model.putFile(id, posix.join(at, path), file)
      return { status: 200 }
    })
  }),
]

async function archive({ engine, query, params: [id = ''] }: ApiRequest): Promise<Answer> {
  const path = query.get('path') ?? ''
  return engine.call('readFile', (model) => {
    const record = model.container(id)
    const stat = statOf(record, path)
    const file = record.files[path]
    return {
      status: 200,
      contentType: 'application/x-tar',
      headers: { 'x-docker-container-path-stat': Buffer.from(JSON.stringify(stat)).toString('base64') },
      body: tarOf([file === undefined ? { path: `${stat.name}/`, directory: true } : { path: stat.name, ...file }]),
    }
  })
}

/** @throws 404 */
function statOf({ id, files }: ContainerRecord, path: string) {
  const file = files[path]
  if (file === undefined && !isDirectory(files, path))
    throw new Refusal(404, `Could not find the file ${path} in container ${id}`)
  return {
    name: posix.basename(path),
    size: file?.content.length ?? 4096,
    mode: file?.mode ?? IS_DIRECTORY + 0o755,
    mtime: stamp(file?.writtenWallMs ?? 0),
    linkTarget: '',
  }
}
