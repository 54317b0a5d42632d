import { runTool, type ToolOptions } from './run-tool.ts'

/** Paths in a wheel that begin so, and where they go instead, relative to the folder that is unpacked into. */
export type Moves = Readonly<Record<string, string>>

/** TensorFlow's libraries and the headers that the binding is built with. */
export const TENSORFLOW_MOVES: Moves = {
  'tensorflow/libtensorflow_cc.so.2': 'lib/libtensorflow_cc.so.2',
  'tensorflow/libtensorflow_framework.so.2': 'lib/libtensorflow_framework.so.2',
  'tensorflow/include/tensorflow/c/': 'include/tensorflow/c/',
  'tensorflow/include/tensorflow/core/platform/': 'include/tensorflow/core/platform/',
  'tensorflow/include/tensorflow/tsl/platform/': 'include/tensorflow/tsl/platform/',
  'tensorflow/include/tsl/': 'include/tsl/',
}

/** CUDA's libraries, to where TensorFlow's look for them: ../nvidia/<library>/lib. */
export const CUDA_MOVES: Moves = { 'nvidia/': 'nvidia/' }

// a wheel is a zip of up to a gigabyte; Python, which brings the wheel, reads it
const UNPACK = `
import os, shutil, sys, zipfile
wheel, *moves = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for entry in archive.infolist():
        for start, to in (move.split("=", 1) for move in moves):
            if entry.is_dir() or not entry.filename.startswith(start):
                continue
            path = os.path.join(os.getcwd(), to + entry.filename[len(start):])
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with archive.open(entry) as source, open(path, "wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
`

/** Unpacks what is wanted of a wheel into a folder. */
export function unpackWheel(wheel: string, moves: Moves, options: ToolOptions): Promise<void> {
  const pairs = Object.entries(moves).map(([start, to]) => `${start}=${to}`)
  return runTool('python3', ['-c', UNPACK, wheel, ...pairs], options)
}
