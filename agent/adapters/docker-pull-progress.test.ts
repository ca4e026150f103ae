import { expect, it } from 'vitest'
import { PullLayers, type PullMessage } from './docker-pull-progress.ts'

const says = (id: string, status: string, current?: number, total?: number): PullMessage => ({
  id,
  status,
  progressDetail: current === undefined || total === undefined ? {} : { current, total },
})

function after(...messages: PullMessage[]) {
  const layers = new PullLayers()
  return messages.map((message) => layers.take(message)).at(-1)
}

it('adds up what every layer has so far', () => {
  expect(
    after(
      says('a', 'Pulling fs layer'),
      says('b', 'Waiting'),
      says('a', 'Downloading', 10, 100),
      says('b', 'Downloading', 5, 50),
    ),
  ).toEqual({ doneBytes: 15, totalBytes: 150, layersDone: 0, layers: 2 })
})

it('knows the size of a small layer only when it is unpacked', () => {
  expect(
    after(says('a', 'Pulling fs layer'), says('a', 'Download complete'), says('a', 'Extracting', 7, 30)),
  ).toMatchObject({ doneBytes: 30, totalBytes: 30, layersDone: 0 })
})

it('keeps the size of a layer whose unpacking is told in seconds, as the containerd store of Docker 28 does', () => {
  const unpacked = after(says('a', 'Downloading', 60, 100), says('a', 'Download complete'), says('a', 'Extracting', 1))
  expect(unpacked).toMatchObject({ doneBytes: 100, totalBytes: 100, layersDone: 0 })
})

it('counts a layer that is there as done, and none of its bytes', () => {
  expect(after(says('a', 'Already exists'), says('b', 'Downloading', 1, 2))).toEqual({
    doneBytes: 1,
    totalBytes: 2,
    layersDone: 1,
    layers: 2,
  })
})

it('counts all bytes of a layer once it is fetched, whatever it was told before', () => {
  expect(after(says('a', 'Downloading', 60, 100), says('a', 'Verifying Checksum'))).toMatchObject({ doneBytes: 100 })
  expect(after(says('a', 'Downloading', 60, 100), says('a', 'Pull complete'))).toMatchObject({
    doneBytes: 100,
    layersDone: 1,
  })
})

it('has everything when the engine has the image, of whichever layer it said so', () => {
  const layers = new PullLayers()
  expect(layers.ended()).toBeNull()
  layers.take(says('a', 'Downloading', 60, 100))
  layers.take(says('b', 'Pull complete'))
  expect(layers.ended()).toEqual({ doneBytes: 100, totalBytes: 100, layersDone: 2, layers: 2 })
})

it('never has more bytes than there are', () => {
  expect(after(says('a', 'Downloading', 60, -1))).toMatchObject({ doneBytes: 60, totalBytes: 60 })
})

it('says nothing to what is not of a layer', () => {
  expect(after(says('app', 'Pulling from app'))).toBeNull()
  expect(after({ status: 'Digest: sha256:ab' })).toBeNull()
  expect(after(says('a', 'constructor'))).toBeNull()
})

it('knows when only the disk is left', () => {
  const layers = new PullLayers()
  expect(layers.allFetched()).toBe(false)
  layers.take(says('a', 'Downloading', 1, 2))
  expect(layers.allFetched()).toBe(false)
  layers.take(says('a', 'Download complete'))
  expect(layers.allFetched()).toBe(true)
})
