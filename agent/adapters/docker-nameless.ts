/**
 * An image that an engine has unpacked, and that has no name yet.
 *
 * Invariant: only such a one is removed: by its id, an image would lose the last name that somebody else has given it.
 */
import { type Connection, withSignal } from './docker-connection.ts'

/** @param id "sha256:…". One that is gone, that has a name, or that a container still uses, is no error. */
export async function removeNameless(connection: Connection, id: string): Promise<void> {
  const nothing = () => undefined
  if (await isNameless(connection, id))
    await connection.act(
      `remove the image ${id}`,
      ({ docker }, signal) => docker.getImage(id).remove(withSignal(signal)),
      { 404: nothing, 409: nothing },
    )
}

function isNameless(connection: Connection, id: string): Promise<boolean> {
  return connection.ask(
    `look at the image ${id}`,
    async ({ docker }, signal) => {
      const { RepoTags, RepoDigests } = await docker.getImage(id).inspect(withSignal(signal) as object)
      return (RepoTags ?? []).length === 0 && (RepoDigests ?? []).every((name) => name.startsWith('<none>'))
    },
    { 404: () => false },
  )
}
