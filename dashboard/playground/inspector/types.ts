export type {
  DataChange,
  InteractionDetail,
  InteractionLine,
  RestCall,
} from '../../../scripts/emulators/discord/driver/inspector-types.ts'
