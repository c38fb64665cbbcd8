/** Drawings kept in this browser until the server has them: IndexedDB, one record a process. */
export interface LocalDraft {
  key: string
  xml: string
  keptAt: string
  /** The published version the drawing began from. */
  basedOn?: number
}

const STORE = 'drafts'

/** The drawing kept here, if there is one the server does not have. */
export const readDraft = (key: string): Promise<LocalDraft | undefined> =>
  withStore('readonly', store => store.get(key) as IDBRequest<LocalDraft | undefined>).catch(() => undefined)

export const keepDraft = (draft: LocalDraft): Promise<unknown> =>
  withStore('readwrite', store => store.put(draft))

export const forgetDraft = (key: string): Promise<unknown> =>
  withStore('readwrite', store => store.delete(key))

async function withStore<T>(
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open()
  try {
    const request = use(database.transaction(STORE, mode).objectStore(STORE))
    return await answer(request)
  } finally {
    database.close()
  }
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('baton-designer', 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'key' })
  return answer(request)
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
