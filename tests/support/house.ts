import { type Client, signIn } from './api.ts'
import { enter, openBrowser, type Person } from './browser.ts'
import { admin, type Product, startProduct } from './product.ts'

/** The product and its administrator, who has signed in twice: in a browser window, and over HTTP. */
export async function openHouse(
  options?: Parameters<typeof openBrowser>[1],
): Promise<{ product: Product; person: Person; api: Client }> {
  const product = await startProduct({ BATON_ADMIN_EMAIL: admin.email, BATON_ADMIN_PASSWORD: admin.password })
  try {
    const api = await signIn(product.url, admin)
    const person = await openBrowser(product.url, options)
    await enter(person, admin)
    return { product, person, api }
  } catch (error) {
    await product.stop()
    throw error
  }
}
