import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSnowflake, snowflake, snowflakeAt, snowflakeSchema, snowflakeTime } from './snowflake.ts'

describe('ids', () => {
  it('carry the time they were made at', () => {
    expect(snowflakeTime(snowflake('175928847299117063')).toISOString()).toBe('2016-04-30T11:18:25.796Z')
  })

  it('can be made for a moment and read back', () => {
    const moments = fc.date({ min: new Date('2017-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(moments, (time) => {
        expect(snowflakeTime(snowflakeAt(time))).toEqual(time)
      }),
    )
  })

  it.each(['', '0', '12', '0175928847299117063', '1759288472991170631234', '17592884729911706x', "1' or '1'='1"])(
    'are not %j',
    (value) => {
      expect(isSnowflake(value)).toBe(false)
      expect(snowflakeSchema.safeParse(value).success).toBe(false)
      expect(() => snowflake(value)).toThrow(TypeError)
    },
  )
})
