import { existsSync } from 'node:fs'
import { bindingDir, type CudaVersion } from './binding.ts'
import { cudaMachine } from './cuda-machine.ts'
import { type CudaPlan, cudaPlan } from './cuda-plan.ts'

/** How things stand with CUDA on this machine. */
export interface CudaState {
  readonly isInstalled: boolean
  /** the folder of its own that it is, or would be, installed into */
  readonly dir: string
  readonly plan: CudaPlan
}

/** Looks whether CUDA is installed, and what this machine has of what it needs. Never throws. */
export async function cudaState(wanted?: CudaVersion): Promise<CudaState> {
  const dir = bindingDir({ name: 'cuda' })
  return { isInstalled: existsSync(dir), dir, plan: cudaPlan(await cudaMachine(), wanted) }
}
