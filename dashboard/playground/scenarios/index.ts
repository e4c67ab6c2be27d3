export { Scenarios } from './scenarios.tsx'
