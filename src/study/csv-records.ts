import { type FileHandle, open } from 'node:fs/promises'

/**
 * One record of a CSV file, its fields not yet decoded: tables are wide and most fields are never looked at. Read fields with `fieldText`.
 *
 * A record points into the piece of the file it came from and keeps that piece alive: take what you need from it and let it go.
 */
export interface CsvRecord {
  /** as a spreadsheet counts: the header is row 1, empty rows count, a quoted line break does not start a row */
  readonly row: number
  readonly fieldCount: number
  /** where it starts in the file, in bytes */
  readonly offset: number
  readonly bytes: Buffer
  readonly start: number
  /** `ends[firstField + i]` is where field i ends in `bytes`; the next one starts one byte later */
  readonly ends: Int32Array
  readonly firstField: number
}

/** Raised where a file is not CSV, or where going on would mean guessing where its records are. */
export class CsvError extends Error {
  override readonly name = 'CsvError'
  readonly row: number | undefined

  constructor(message: string, row?: number) {
    super(message)
    this.row = row
  }
}

/** bytes read at once */
const CHUNK_BYTES = 1 << 20
/** a longer record is a quote that was never closed; the longest masks are a hundredth of that */
const LONGEST_RECORD_BYTES = 1 << 26

const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const QUOTE = 34
const COMMA = 44

/**
 * Streams the records of a CSV file (RFC 4180, UTF-8 with or without byte order mark, line ends LF, CRLF or CR), some thousand at a time, the header
 * among them. Empty rows are left out. Quotes within an unquoted field are text.
 *
 * Memory is a few MB whatever the file's size.
 *
 * @throws CsvError where the file is not text, or its quotes leave open where a record ends
 * @throws Error (from the system) where the file cannot be read
 */
export async function* readCsvRecords(path: string): AsyncGenerator<readonly CsvRecord[]> {
  const file = await open(path)
  try {
    yield* recordsOf(file)
  } finally {
    await file.close()
  }
}

async function* recordsOf(file: FileHandle): AsyncGenerator<readonly CsvRecord[]> {
  let carried = Buffer.alloc(0)
  let row = 1
  let read = 0
  for (let atEnd = false, isFirst = true; !atEnd; isFirst = false) {
    const chunk = Buffer.allocUnsafe(carried.length + Math.max(CHUNK_BYTES, carried.length))
    chunk.set(carried)
    const { bytesRead } = await file.read(chunk, carried.length, chunk.length - carried.length)
    atEnd = bytesRead === 0
    const piece = chunk.subarray(0, carried.length + bytesRead)
    if (isFirst) requireCsvStart(piece)
    if (piece.includes(0, carried.length)) throw new CsvError(NO_TEXT, row)
    read += bytesRead
    const text = isFirst ? withoutByteOrderMark(piece) : piece
    const scan = scanRecords(text, { firstRow: row, firstOffset: read - text.length, atEnd })
    yield scan.records
    row = scan.nextRow
    carried = scan.rest
    if (carried.length > LONGEST_RECORD_BYTES) throw unclosedQuote(row)
  }
}

/** How many bytes a record takes up in the file, without its line end. */
export function recordBytes({ ends, firstField, fieldCount, start }: CsvRecord): number {
  return ends[firstField + fieldCount - 1] - start
}

/** How many bytes a record's field takes up in the file, quotes and all; 0 where the record has no such field. */
export function fieldBytes({ ends, firstField, fieldCount, start }: CsvRecord, index: number): number {
  if (index < 0 || index >= fieldCount) return 0
  return ends[firstField + index] - (index === 0 ? start : ends[firstField + index - 1] + 1)
}

/**
 * Reads one record again, from where it starts in its file.
 *
 * @param place as the record had it: `offset`, `row` and its number of bytes
 * @returns undefined where no record is there: the file has changed
 */
export async function readCsvRecordAt(
  file: FileHandle,
  place: { readonly offset: number; readonly byteLength: number; readonly row: number },
): Promise<CsvRecord | undefined> {
  const bytes = Buffer.allocUnsafe(place.byteLength)
  const { bytesRead } = await file.read(bytes, 0, bytes.length, place.offset)
  if (bytesRead < bytes.length) return undefined
  const { records } = scanRecords(bytes, { firstRow: place.row, firstOffset: place.offset, atEnd: true })
  return records.length === 1 ? records[0] : undefined
}

/** The text of a record's field, unquoted; empty where the record has no such field. */
export function fieldText(record: CsvRecord, index: number): string {
  if (index < 0 || index >= record.fieldCount) return ''
  const { bytes, ends, firstField } = record
  const start = index === 0 ? record.start : ends[firstField + index - 1] + 1
  const end = ends[firstField + index]
  if (bytes[start] !== QUOTE) return bytes.toString('utf8', start, end)
  return bytes.toString('utf8', start + 1, end - 1).replaceAll('""', '"')
}

interface Scan {
  readonly records: readonly CsvRecord[]
  readonly nextRow: number
  /** the record that is not complete yet */
  readonly rest: Buffer<ArrayBuffer>
}

interface ScanStart {
  readonly firstRow: number
  /** of the bytes, in the file */
  readonly firstOffset: number
  readonly atEnd: boolean
}

function scanRecords(bytes: Buffer<ArrayBuffer>, { firstRow, firstOffset, atEnd }: ScanStart): Scan {
  const { length } = bytes
  const records: CsvRecord[] = []
  let ends = new Int32Array(1 << 16)
  let fields = 0
  let row = firstRow
  let recordStart = 0
  let recordFirstField = 0
  let position = 0

  while (position < length || (atEnd && recordStart < length)) {
    const fieldEnd = findFieldEnd(bytes, position, atEnd, row)
    if (fieldEnd === INCOMPLETE) break
    if (fields === ends.length) ends = grown(ends)
    ends[fields++] = fieldEnd
    position = fieldEnd + 1
    if (bytes[fieldEnd] === COMMA) continue

    if (bytes[fieldEnd] === CARRIAGE_RETURN && bytes[position] === LINE_FEED) position++
    const fieldCount = fields - recordFirstField
    const isEmpty = fieldCount === 1 && fieldEnd === recordStart
    const offset = firstOffset + recordStart
    if (!isEmpty) {
      records.push({ row, fieldCount, offset, bytes, start: recordStart, ends, firstField: recordFirstField })
    }
    row++
    recordStart = position
    recordFirstField = fields
  }
  return { records: settled(records, ends), nextRow: row, rest: bytes.subarray(recordStart) }
}

/** the field's end is not in this piece */
const INCOMPLETE = -1

/** Where the field that starts at `start` ends: at a comma, a line end or the end of the file. */
function findFieldEnd(bytes: Buffer, start: number, atEnd: boolean, row: number): number {
  const { length } = bytes
  let position = start
  if (bytes[start] === QUOTE) {
    position = findClosingQuote(bytes, start, atEnd, row)
    if (position === INCOMPLETE) return INCOMPLETE
    position++
    if (position < length && !isSeparator(bytes[position])) throw undoubledQuote(bytes, start, position, row)
  } else {
    while (position < length && !isSeparator(bytes[position])) position++
  }
  // a CR at the end of the piece may be half a CRLF
  const isDecided = position < length - 1 || (position < length && bytes[position] !== CARRIAGE_RETURN)
  return isDecided || atEnd ? position : INCOMPLETE
}

function findClosingQuote(bytes: Buffer, opening: number, atEnd: boolean, row: number): number {
  for (let from = opening + 1; ; ) {
    const quote = bytes.indexOf(QUOTE, from)
    if (quote === -1 && atEnd) throw unclosedQuote(row)
    if (quote === -1 || (quote === bytes.length - 1 && !atEnd)) return INCOMPLETE
    if (bytes[quote + 1] !== QUOTE) return quote
    from = quote + 2
  }
}

function isSeparator(byte: number): boolean {
  return byte <= COMMA && (byte === COMMA || byte === LINE_FEED || byte === CARRIAGE_RETURN)
}

function grown(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2)
  larger.set(values)
  return larger
}

/** Records scanned before the list of ends grew point to the shorter one: all get the final one. */
function settled(records: readonly CsvRecord[], ends: Int32Array): readonly CsvRecord[] {
  return records[0]?.ends === ends ? records : records.map((record) => ({ ...record, ends }))
}

function withoutByteOrderMark(bytes: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return hasMark ? bytes.subarray(3) : bytes
}

const NO_TEXT = 'the file holds zero bytes, so it is no text: a CSV file in UTF-8 is needed'

/** Names what people give by mistake. */
function requireCsvStart(bytes: Buffer): void {
  const start = bytes.toString('latin1', 0, 4)
  if (start === 'PK\x03\x04')
    throw new CsvError('the file is a zip archive or an Excel workbook: save or unpack it as CSV')
  if (start.startsWith('\x1f\x8b')) throw new CsvError('the file is compressed with gzip: unpack it first')
  if (start === 'PAR1') throw new CsvError('the file is a Parquet file: convert it to CSV')
  if (start.startsWith('\xff\xfe') || start.startsWith('\xfe\xff')) {
    throw new CsvError('the file is UTF-16 text: save it as "CSV UTF-8"')
  }
}

function unclosedQuote(row: number): CsvError {
  return new CsvError('a quoted field that begins in this row is never closed: add the missing quote (")', row)
}

function undoubledQuote(bytes: Buffer, start: number, position: number, row: number): CsvError {
  const excerpt = bytes.toString('utf8', Math.max(start, position - 30), position + 10)
  return new CsvError(
    `the quotes of a field do not match, near ${JSON.stringify(excerpt)}: inside a quoted field every quote is doubled ("")`,
    row,
  )
}
