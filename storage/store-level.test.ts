import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLevel } from './open-level.ts'
import { storeContract } from './store-contract.ts'

storeContract('on LevelDB', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-store-'))
  return {
    open: () => openLevel(directory),
    dispose: () => rm(directory, { recursive: true, force: true }),
  }
})
