/**
 * `/holdfast` of the served engine: what a demo or a test does to the simulation, and no real engine has.
 *
 * Invariant: it reads strictly; what it does not understand it refuses with the place.
 */
import { type Route, route } from './api.ts'
import { readImage } from './image-file.ts'
import { type RegistryFault, referenceOf } from './images.ts'
import { asCount, asFlag, asText, fieldsOf, invalid, orNull, type Read } from './read-json.ts'

const FAULTS: readonly RegistryFault[] = ['not-found', 'unauthorized', 'garbage', 'unreachable', 'disk-full']

const asFault: Read<RegistryFault> = (value, place) => {
  const fault = FAULTS.find((each) => each === value)
  if (fault === undefined) throw invalid(place, `is not one of ${FAULTS.join(', ')}`)
  return fault
}

export const controlRoutes: Route[] = [
  /** Puts an image into the registry, as `image-file.ts` reads it. Answers with its reference by digest. */
  route('POST /holdfast/images', async ({ engine, body }) => {
    const image = readImage(body, 'image')
    engine.options.registry.push(image)
    return { status: 201, body: { reference: referenceOf(image) } }
  }),

  /** `{place, fault}`: from now on what is pulled from there fails so; null: no more. */
  route('POST /holdfast/registry', async ({ engine, body }) => {
    const read = fieldsOf<{ place: string; fault: RegistryFault | null }>({ place: asText, fault: orNull(asFault) }, {})
    const { place, fault } = read(body, 'body')
    engine.options.registry.fail(place, fault)
    return { status: 204 }
  }),

  /** `{healthy}`: from now on its health check passes or fails; null: as its image says. */
  route('POST /holdfast/containers/{id}/health', async ({ engine, body, params: [id = ''] }) => {
    const { healthy } = fieldsOf<{ healthy: boolean | null }>({ healthy: orNull(asFlag) }, {})(body, 'body')
    engine.act((model) => model.setHealth(id, healthy))
    return { status: 204 }
  }),

  /** `{path, text}`: a file that its application writes; null: removes. */
  route('POST /holdfast/containers/{id}/files', async ({ engine, body, params: [id = ''] }) => {
    const read = fieldsOf<{ path: string; text: string | null }>({ path: asText, text: orNull(asText) }, {})
    const { path, text } = read(body, 'body')
    const file = text === null ? null : { content: Buffer.from(text), mode: 0o644, uid: 0, gid: 0 }
    engine.act((model) => model.putFile(id, path, file))
    return { status: 204 }
  }),

  /** `{exitCode}`: its process ends by itself. Default 137. */
  route('POST /holdfast/containers/{id}/die', async ({ engine, body, params: [id = ''] }) => {
    const { exitCode } = fieldsOf<{ exitCode: number }>({ exitCode: asCount }, { exitCode: 137 })(body ?? {}, 'body')
    engine.act((model) => model.processDies(id, exitCode))
    return { status: 204 }
  }),
]
