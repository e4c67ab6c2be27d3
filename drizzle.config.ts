import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/{services,features}/*/schema.ts',
  out: './drizzle',
})
