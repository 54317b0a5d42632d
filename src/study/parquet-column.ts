import { Data, DataType, DateUnit, Int32, Int64, Vector, vectorFromArray } from 'apache-arrow'

/**
 * What a column holds; any cell may be null.
 *
 * `category` is text that repeats, stored as a dictionary: pandas reads a categorical. In `float64` NaN and null are different things.
 * `int64` takes whole numbers, bigints beyond 2^53. An object is the Arrow type of a column that another program wrote and that is kept as it is; its
 * cells are what `foreignValues` gives.
 */
export type ColumnType = 'string' | 'category' | 'float64' | 'int64' | 'bool' | { readonly arrow: DataType }

export interface Column {
  readonly name: string
  readonly type: ColumnType
}

/** The plain type that a column of another program can be read as without loss, else its own Arrow type. */
export function columnTypeOf(type: DataType): ColumnType {
  if (isTextual(type)) return 'string'
  if (DataType.isDictionary(type)) return isTextual(type.dictionary) ? 'category' : columnTypeOf(type.dictionary)
  if (DataType.isFloat(type) && type.precision === 2) return 'float64'
  if (DataType.isInt(type) && type.bitWidth === 64 && type.isSigned) return 'int64'
  if (DataType.isBool(type)) return 'bool'
  return { arrow: type }
}

/**
 * The cells of a column that is kept as it is, for `foreignVector`: numbers, bytes, lists as Arrow gives them; dates, times and durations as the
 * integers that are stored, since Arrow would round them to milliseconds.
 */
export function foreignValues(vector: Vector, type: DataType): readonly unknown[] {
  return temporalStorage(type) === undefined ? Array.from(vector, plainValue) : vector.data.flatMap(storedValues)
}

/** A column of the given Arrow type from the cells that `foreignValues` gave; null where missing. */
export function foreignVector(values: readonly unknown[], type: DataType): Vector {
  const storage = temporalStorage(type)
  if (storage === undefined) return vectorFromArray(values, type)
  const stored = vectorFromArray(values, storage)
  return new Vector(
    stored.data.map(
      ({ length, nullCount, nullBitmap, values: data }) =>
        new Data(type, 0, length, nullCount, [undefined, data, nullBitmap]),
    ),
  )
}

function isTextual(type: DataType): boolean {
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type)
}

/** How dates, times and durations are stored; undefined for any other type. */
function temporalStorage(type: DataType): Int32 | Int64 | undefined {
  if (DataType.isTimestamp(type) || DataType.isDuration(type)) return new Int64()
  if (DataType.isDate(type)) return type.unit === DateUnit.DAY ? new Int32() : new Int64()
  if (DataType.isTime(type)) return type.bitWidth === 32 ? new Int32() : new Int64()
  return undefined
}

function storedValues(data: Data): unknown[] {
  return Array.from({ length: data.length }, (_, i) => (data.getValid(i) ? data.values[i] : null))
}

/** Lists as arrays: Arrow reads them as vectors, but takes only arrays back. */
function plainValue(value: unknown): unknown {
  return value instanceof Vector ? Array.from(value, plainValue) : value
}
