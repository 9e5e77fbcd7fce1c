import { expect, it } from 'vitest'
import { maskIdNumber, maskName, maskPhone } from './masks.ts'

it.each([['张三丰', '张**'], ['李', '李*'], [' 欧阳娜娜 ', '欧***'], ['', ''], ['𠮷野', '𠮷*']])('masks the name %s', (name, masked) => expect(maskName(name)).toBe(masked))
it.each([['13812345678', '138****5678'], ['2881234', '*****34'], ['110', '*10'], ['', '']])('masks the phone %s', (phone, masked) => expect(maskPhone(phone)).toBe(masked))
it.each([['35060219900101123X', '3****************X'], ['12', '**'], ['', '']])('masks the id number %s', (number, masked) => expect(maskIdNumber(number)).toBe(masked))
