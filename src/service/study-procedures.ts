import { mkdirSync } from 'node:fs'
import { messageOf } from '../core/message-of.ts'
import { refusal } from '../study/problem.ts'
import { RunStore } from '../study/run-store.ts'
import { checkedInputs } from './checked-inputs.ts'
import { os } from './implementer.ts'
import { changeStudy, isStudy } from './read-study.ts'
import { rememberStudy } from './recent-studies.ts'
import { studyView } from './study-view.ts'

export const studyProcedures = os.study.router({
  open: os.study.open.handler(async ({ input, context: { paths, appDir } }) => {
    const view = await studyView(paths.require(input.studyDir))
    rememberStudy(appDir, view.studyDir)
    return view
  }),
  create: os.study.create.handler(async ({ input, context: { paths, appDir } }) => {
    const studyDir = paths.require(input.studyDir)
    const inputs = await checkedInputs(input, paths)
    if (!isStudy(studyDir)) makeStudy(studyDir)
    changeStudy(studyDir, (store) => store.inputs.set(inputs))
    rememberStudy(appDir, studyDir)
    return studyView(studyDir)
  }),
  setInputs: os.study.setInputs.handler(async ({ input, context: { paths } }) => {
    const studyDir = paths.require(input.studyDir)
    const inputs = await checkedInputs(input, paths)
    changeStudy(studyDir, (store) => store.inputs.set(inputs))
    return studyView(studyDir)
  }),
})

function makeStudy(studyDir: string): void {
  try {
    mkdirSync(studyDir, { recursive: true })
    RunStore.open(studyDir).close()
  } catch (error) {
    throw refusal('unwritable-study', `no study can be made in the folder: ${messageOf(error)}`, studyDir)
  }
}
