import { createRoot } from 'react-dom/client'
import '../renderer.css'
import { Gallery } from '../gallery.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root.')

/** Look at it with `npx vite dashboard/renderer/gallery-page`; `?theme=light` for the other theme. */
const isLight = new URLSearchParams(location.search).get('theme') === 'light'
createRoot(root).render(<Gallery theme={isLight ? 'light' : 'dark'} />)
