// the functions that run on worker threads; piscina calls them by name
export { runDemoTask } from './demo-task.ts'
export { runFrameTask } from './frame-task.ts'
export { runMorphTask } from './morph-task.ts'
export { runPairTask, runSelfTask } from './pair-task.ts'
export { runTablesTask } from './tables-task.ts'
