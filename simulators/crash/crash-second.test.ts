/** Every instant of every third scenario. */
import { survives } from './survives.ts'

survives(1)
