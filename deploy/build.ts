/** `npm run build`: lays what is published into `dist/`, or into the folder that is named. */
import { resolve } from 'node:path'
import { bundle } from './bundle.ts'

await bundle(resolve(process.argv[2] ?? 'dist'))
