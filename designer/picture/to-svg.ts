import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer'
import batonModdle from '#engine/model/baton.json'
import { layOut } from '../layout/lay-out.ts'
import { blockRendererModule } from '../modeler/block-renderer.ts'
import { themedDrawing } from '../modeler/themed.ts'
import { standalone } from './standalone.ts'

/** Draws a diagram as SVG text in light colours that needs neither our styles nor a script. */
export async function toSvg(xml: string): Promise<string> {
  const container = document.createElement('div')
  container.style.cssText = 'position:fixed;left:-9999px;width:800px;height:600px'
  document.body.append(container)
  const viewer = new NavigatedViewer({
    container,
    ...themedDrawing,
    moddleExtensions: { baton: batonModdle },
    additionalModules: [blockRendererModule],
  } as never)
  try {
    await viewer.importXML((await layOut(xml)).xml)
    const { svg } = await viewer.saveSVG()
    return standalone(svg)
  } finally {
    viewer.destroy()
    container.remove()
  }
}
