/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* What a program needs before anything of Naru: kernel types, helpers, and names that older headers lack. */
#ifndef NARU_BPF_COMPAT_H
#define NARU_BPF_COMPAT_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/time.h>
#include <asm-generic/errno-base.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

/*
 * Pass on to the next program or the stack. TCX_NEXT (6.6) and TC_ACT_UNSPEC have the same number, so one object serves
 * both tcx and clsact.
 */
#define PASS_ON (-1)
#define STOP 2 /* TC_ACT_SHOT, TCX_DROP */

#define NSEC_PER_SEC 1000000000ULL

#endif
